// Gradio asks the server for the service's own address. Behind a proxy that does not pass on the
// browser's host or https the server can't know it, and the page would stay empty: the browser does.
"use strict";
{
  const plain = window.fetch;
  window.fetch = async (resource, options) => {
    const reply = await plain(resource, options);
    const address = new URL(resource.url ?? resource, document.baseURI);
    const root = new URL("./", document.baseURI);
    if (address.href.split("?")[0] !== `${root.href}config` || !reply.ok) return reply;
    window.fetch = plain; // asked once
    const config = { ...(await reply.json()), root: root.href.replace(/\/$/, "") };
    return new Response(JSON.stringify(config), { headers: { "Content-Type": "application/json" } });
  };
}
