// The page's behaviour that Gradio lacks: sources in the panel, focus, announcements, counter, copy.
"use strict";

const LIMIT = 1000;
const WAIT = "Vänta på svaret eller stoppa det.";
const OFFLINE = "Ingen kontakt. Kontrollera nätet.";

let latest = 0; // the newest wish to see a source; a slower reply to an older one is dropped
let chip = null; // the chip whose source is shown; Esc and Stäng lead back to it
let untouched = false; // nothing typed since the question was sent

const field = () => document.querySelector("#falt textarea");
const byId = (id) => document.getElementById(id);

// --- One status line for screen readers. It stays while Gradio replaces what it speaks of.
const spoken = document.createElement("div");
spoken.id = "upplast";
spoken.className = "dold";
spoken.setAttribute("role", "status");

function say(text) {
  if (text && spoken.textContent !== text) spoken.textContent = text;
}

// Our other scripts say things here too.
document.addEventListener("lotsen:sag", (event) => say(event.detail));

// --- Sources
function items(item) {
  return [...item.parentElement.querySelectorAll(":scope > li[id]")];
}

function button(label, action) {
  const made = document.createElement("button");
  made.type = "button";
  made.textContent = label;
  made.addEventListener("click", action);
  return made;
}

function panelButtons(item) {
  const row = document.createElement("div");
  row.className = "panelknappar";
  const all = items(item);
  const place = all.indexOf(item);
  if (all.length > 1) {
    const previous = button("Förra", () => showSource(all[place - 1]));
    const next = button("Nästa", () => showSource(all[place + 1]));
    previous.disabled = place === 0;
    next.disabled = place === all.length - 1;
    const count = document.createElement("span");
    count.textContent = `${place + 1} av ${all.length}`;
    row.append(previous, count, next);
  }
  row.append(button("Stäng", closeSource));
  return row;
}

async function showSource(item) {
  const panel = byId("kallinnehall");
  const link = item && item.querySelector("a.visa");
  if (!panel || !link) return;
  document.querySelectorAll(".vald").forEach((old) => old.classList.remove("vald"));
  item.classList.add("vald");
  const turn = ++latest;
  let html = "";
  try {
    const reply = await fetch(link.href, { headers: { "X-Lotsen": "panel" } });
    // A proxy's own error is HTML too, but not with this header.
    if (reply.headers.get("X-Lotsen") !== "panel") throw new Error("no source");
    html = await reply.text(); // cleaned on the server, from our own origin
  } catch {
    html = `<h2 tabindex="-1">Källa</h2><p>${OFFLINE}</p>`;
  }
  if (turn !== latest) return; // another was chosen meanwhile, or none
  panel.innerHTML = html;
  panel.append(panelButtons(item));
  panel.querySelector("h2").focus({ preventScroll: true });
  // Beside the answer the panel follows along; below it one must be taken there.
  const beside = matchMedia("(min-width: 1024px)").matches;
  panel.querySelector("h2").scrollIntoView({ block: beside ? "nearest" : "start" });
  const mark = panel.querySelector("mark");
  const box = mark && mark.closest(".passage");
  if (box) box.scrollTop = Math.max(0, mark.offsetTop - box.offsetTop - 48);
}

// An open menu around the focus is folded, and its head gets the focus.
function folded(node) {
  const menu = node.closest?.("details.exportera[open]");
  if (!menu) return false;
  menu.open = false;
  menu.querySelector("summary").focus();
  return true;
}

function closeSource() {
  latest += 1;
  const panel = byId("kallinnehall");
  if (!panel || !panel.querySelector(".panelknappar")) return;
  panel.innerHTML = '<h2 tabindex="-1">Källa</h2><p>Välj en siffra i svaret så visas källan här.</p>';
  document.querySelectorAll(".vald").forEach((old) => old.classList.remove("vald"));
  if (chip && chip.isConnected) chip.focus();
  else if (field()) field().focus();
}

async function copy(pressed) {
  const whole = pressed.matches(".kodad") ? decodeURIComponent(pressed.value) : pressed.value;
  await navigator.clipboard.writeText(whole);
  say("Kopierat.");
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("a");
  const plain = !(event.ctrlKey || event.metaKey || event.shiftKey || event.button);
  if (link && plain) followed(link, event);
  const pressed = event.target.closest("button");
  if (pressed) pressedButton(pressed, event);
});

function followed(link, event) {
  const href = link.getAttribute("href") || "";
  if (href.startsWith("#kalla-")) {
    event.preventDefault();
    chip = link;
    showSource(byId(href.slice(1)));
  } else if (link.matches("a.visa")) {
    event.preventDefault();
    chip = link;
    showSource(link.closest("li"));
  } else if (href === "#falt") {
    event.preventDefault();
    field().focus();
  }
}

function pressedButton(pressed, event) {
  if (pressed.matches(".kopiera")) copy(pressed);
  if (["stoppa", "ny", "rensa", "avbryt", "andra", "andra-sjalv"].includes(pressed.id)) {
    awaited = pressed.id === "ny" ? "rensa" : "";
    if (!awaited) setTimeout(() => field().focus(), 0);
  }
  if (pressed.id === "fraga" || pressed.id === "forsok-igen") {
    untouched = true;
    if (event.detail === 0) field().focus(); // by keyboard: the button is about to go
  }
  if (pressed.closest("#exempelknappar")) {
    untouched = field().value === "";
    if (event.detail === 0) field().focus(); // the buttons are about to go
  }
  if (pressed.id === "rensa") closeSource();
}

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && !folded(event.target)) closeSource();
  if (event.key === "Enter" && !event.shiftKey && event.target === field()) {
    if (byId("stoppa")) say(WAIT);
    else untouched = true;
  }
});

// --- Hovering or focusing a chip outlines its sentence and its source.
function outline(event, on) {
  const link = event.target.closest && event.target.closest('a[href^="#kalla-"]');
  if (!link) return;
  const parts = [link.closest(".pastaende"), byId(link.getAttribute("href").slice(1))];
  parts.forEach((part) => part && part.classList.toggle("pekad", on));
}
for (const [name, on] of [["mouseover", true], ["focusin", true], ["mouseout", false], ["focusout", false]]) {
  document.addEventListener(name, (event) => outline(event, on));
}

// --- The counter under the field; it is read aloud from 900 characters on.
const grouped = (number) => String(number).replace(/\B(?=(\d{3})+$)/g, "\u00a0");

function count() {
  const line = byId("raknare");
  if (!line || !field()) return;
  const length = [...field().value].length;
  const text = `${grouped(length)} av ${grouped(LIMIT)}`;
  if (line.textContent === text) return;
  line.textContent = text;
  line.classList.toggle("over", length > LIMIT);
  if (length >= 900 && (length % 25 === 0 || length > LIMIT)) say(`${text} tecken`);
}

document.addEventListener("input", (event) => {
  if (event.target !== field()) return;
  untouched = false;
  count();
});

// --- What Gradio changed: announce the stage, focus what has come.
function named(area) {
  if (area.dataset.namngiven) return;
  area.dataset.namngiven = "ja";
  area.setAttribute("aria-label", "Din fråga");
  area.setAttribute("aria-describedby", "raknare");
}

let awaited = ""; // the button that is to get the focus when Gradio shows it, in its own time
let settled = null;
let stageSaid = ""; // Gradio draws the same stage again for each sentence; it is said once

function changed() {
  if (field()) named(field());
  count();
  const stage = document.querySelector("#lage .lage")?.textContent ?? "";
  if (stage !== stageSaid) {
    stageSaid = stage;
    say(stage);
  }
  if (awaited && byId(awaited)) {
    byId(awaited).focus();
    awaited = "";
  }
  const done = document.querySelector("#svar .klart");
  if (done === settled) return;
  settled = done;
  if (done) document.dispatchEvent(new Event("lotsen:klart"));
  const heading = done && done.querySelector("h2[tabindex]");
  if (!heading) return;
  const idle = document.activeElement === field() || document.activeElement === document.body;
  if (done.matches(".fel") || (idle && untouched)) heading.focus();
  if (untouched && !done.matches(".fel") && !done.querySelector("[role=alert]")) emptyField();
}

// Here and not on the server: what someone types while the answer comes must never be overwritten.
function emptyField() {
  field().value = "";
  field().dispatchEvent(new Event("input", { bubbles: true }));
}

addEventListener("DOMContentLoaded", () => {
  document.body.append(spoken);
  new MutationObserver(changed).observe(document.body, { childList: true, subtree: true });
});
