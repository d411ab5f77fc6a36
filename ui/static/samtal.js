// The conversation beside Gradio: kept in the tab, restored, taken along, asked again.
"use strict";

const KEPT = "lotsen.samtal";
const TAB = "lotsen.flik";
const WAITING = "lotsen.pagaende"; // kontakt.js: the question that has no answer yet
const MOST_KEPT = 20;
const LONGEST_KEPT = 150000; // characters: a request may have 256 KiB

// The tab's own storage; a page in a frame may have none.
const tab = {
  get(key) {
    try {
      return sessionStorage.getItem(key);
    } catch {
      return null;
    }
  },
  set(key, value) {
    try {
      if (value === null) sessionStorage.removeItem(key);
      else sessionStorage.setItem(key, value);
    } catch {
      // then nothing is kept
    }
  },
};

function tabName() {
  if (!tab.get(TAB)) {
    const parts = [...crypto.getRandomValues(new Uint32Array(4))].map((part) => part.toString(36));
    tab.set(TAB, parts.join("").padEnd(20, "0"));
  }
  return tab.get(TAB) || "";
}

const passes = (within = document) =>
  [...within.querySelectorAll(".svarspass")].map((pass) => decodeURIComponent(pass.textContent));

const onOneLine = (text) => text.trim().split(/\s+/).join(" ");

// Svelte hears what is typed, not what a script sets: so the event is made as well.
function type(area, value) {
  area.value = value;
  area.dispatchEvent(new Event("input", { bubbles: true }));
}

// --- Kept in the tab until it is closed; the server keeps nothing.
function keep() {
  const kept = [];
  let length = 0;
  for (const pass of passes().reverse()) {
    length += pass.length;
    if (kept.length === MOST_KEPT || length > LONGEST_KEPT) break;
    kept.unshift(pass);
  }
  tab.set(KEPT, kept.length ? `[${kept.join(",")}]` : null);
}

document.addEventListener("lotsen:klart", () => {
  keep();
  restored();
});

// --- Restored after a reload, after Back, and after the server was away: what the tab has kept
// from before, read now, for what is asked on this page is kept in the same place.
const PATIENCE_TO_RESTORE = 10000; // milliseconds
const before = {
  answers: parsed(tab.get(KEPT), []),
  waiting: String(parsed(tab.get(WAITING), {}).question || "").trim(),
};
let returning = before.answers.length > 0 || before.waiting !== ""; // until it is back, or given up

// What nobody can read is as good as nothing.
function parsed(text, otherwise) {
  try {
    return JSON.parse(text) ?? otherwise;
  } catch {
    return otherwise;
  }
}

function restore() {
  const hidden = document.querySelector("#aterstall textarea");
  // The day is filled in when Gradio listens.
  const listens = document.querySelector("#datum :is(input, textarea)")?.value;
  if (!hidden || !field() || !listens) return false;
  const name = document.querySelector("#flik textarea");
  if (name) type(name, tabName());
  if (!returning) return true;
  type(hidden, JSON.stringify({ svar: before.answers, flik: tabName(), vantar: before.waiting }));
  waitFor(hidden, hidden.value, performance.now());
  return true;
}

// The server empties the field when it has brought back what there was.
function waitFor(hidden, sent, since) {
  const waited = performance.now() - since;
  if (hidden.value === "" || waited > PATIENCE_TO_RESTORE) {
    restored();
    return;
  }
  // Sent once more if it seems to have been lost: the space makes it a change.
  if (waited > PATIENCE_TO_RESTORE / 4 && hidden.value === sent) type(hidden, `${sent} `);
  setTimeout(waitFor, 100, hidden, sent, since);
}

// Told once; kontakt.js then asks what was under way, unless its answer came along.
function restored() {
  if (!returning) return;
  returning = false;
  const pass = passes(byId("svar")).pop();
  const newest = pass ? onOneLine(JSON.parse(pass).question) : "";
  document.dispatchEvent(new CustomEvent("lotsen:aterstallt", { detail: { newest } }));
}

function restoreSoon() {
  if (!restore()) setTimeout(restoreSoon, 100);
}
addEventListener("DOMContentLoaded", restoreSoon);

// A question that is asked before then waits: the talk that comes back would take its place.
const longest = performance.now() + 1.5 * PATIENCE_TO_RESTORE;
const mustWait = () => returning && performance.now() < longest;

function ask(question) {
  const draft = field().value;
  type(field(), question);
  // Gradio passes the text on in its own time; its button is pressed after that.
  setTimeout(() => {
    byId("fraga")?.click();
    if (draft.trim() && draft !== question) setTimeout(type, 200, field(), draft);
  }, 50);
}

// --- Taken along
async function take(button) {
  const turn = button.closest(".tur");
  const taken = button.closest(".hela") ? passes().slice(-MOST_KEPT) : passes(turn);
  let reply;
  try {
    reply = await fetch(`exportera/${button.value}`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: `{"svarspass":[${taken.join(",")}]}`,
    });
  } catch {
    say(OFFLINE);
    return;
  }
  if (!reply.ok) {
    say((await reply.json().catch(() => ({}))).detail || OFFLINE);
    return;
  }
  const link = document.createElement("a");
  link.href = URL.createObjectURL(await reply.blob());
  link.download = /filename="([^"]+)"/.exec(reply.headers.get("content-disposition"))?.[1] || "svar";
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
  say("Filen är hämtad.");
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (!button) return;
  if (button.matches(".exportera button")) take(button);
  if (button.matches("button.foljd")) ask(button.value);
  if (button.id === "rensa") {
    tab.set(KEPT, null);
    tab.set(WAITING, null);
  }
});
