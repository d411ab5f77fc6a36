// Turning the pages of a PDF inside the panel: a link of class "bild" loads there, not on a page of
// its own, as it does without this script.
"use strict";

addEventListener("click", (event) => {
  const link = event.target.closest("#kallinnehall a.bild");
  const plain = !(event.ctrlKey || event.metaKey || event.shiftKey || event.button);
  if (!link || !plain) return;
  event.preventDefault();
  turnPage(link);
});

async function turnPage(link) {
  const shown = link.closest(".sidbild");
  let html = "";
  try {
    const reply = await fetch(link.href, { headers: { "X-Lotsen": "panel" } });
    const ours = reply.headers.get("x-lotsen") === "panel"; // a proxy's own page is none of ours
    if (!reply.ok || !ours) throw new Error("no page");
    html = await reply.text(); // cleaned on the server, from our own origin
  } catch {
    tellNoPage(shown);
    return;
  }
  if (!shown.isConnected) return; // another source was chosen meanwhile
  const holder = document.createElement("div");
  holder.innerHTML = html;
  const turned = holder.querySelector(".sidbild");
  shown.replaceWith(turned);
  turned.querySelector("[tabindex]").focus({ preventScroll: true });
  turned.scrollIntoView({ block: "nearest" });
}

function tellNoPage(shown) {
  shown.querySelector("[role=alert]")?.remove();
  const told = document.createElement("p");
  told.className = "notis";
  told.setAttribute("role", "alert");
  told.textContent = "Sidan kunde inte hämtas. Kontrollera nätet och försök igen.";
  shown.append(told);
}
