// Gradio takes the page's language from the browser; this service is in Swedish for everyone.
"use strict";
Object.defineProperty(navigator, "language", { get: () => "sv-SE" });
Object.defineProperty(navigator, "languages", { get: () => ["sv-SE", "sv"] });
