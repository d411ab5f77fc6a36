// "Hjälpte svaret dig?" below each answer: a yes is counted, a no asks what was wrong.
"use strict";

(() => {
  const REASONS = [
    ["fel_svar", "Fel i sak"],
    ["fel_kalla", "Fel källa"],
    ["ofullstandigt", "Något saknas"],
    ["svart_sprak", "Svårt att förstå"],
    ["annat", "Annat"],
  ];
  const THANKS = "Tack!";
  const CHOOSE = "Välj vad som var fel.";
  const OFFLINE = "Ingen kontakt. Kontrollera nätet.";
  const FAILED = "Omdömet gick inte att skicka. Försök igen.";
  const MOST_TURNS = 6;

  // By the answer, since Gradio draws the same answer anew when it becomes an earlier one.
  const states = new Map();
  let forms = 0;

  const make = (tag, fields = {}, ...children) => {
    const made = Object.assign(document.createElement(tag), fields);
    made.append(...children);
    return made;
  };
  const say = (text) => document.dispatchEvent(new CustomEvent("lotsen:sag", { detail: text }));
  const turnOf = (place) => place.closest(".tur");
  const passIn = (turn) => turn.querySelector(".svarspass")?.textContent ?? "";

  // Not crypto.randomUUID, which is missing where the service has no TLS; and letters alone, since
  // digits in a row could be taken for a personal number.
  function newKey() {
    const bytes = crypto.getRandomValues(new Uint8Array(32));
    return [...bytes].map((byte) => String.fromCharCode(97 + (byte & 15))).join("");
  }

  function stateOf(place) {
    const turn = turnOf(place);
    const name = passIn(turn);
    if (!states.has(name)) {
      states.set(name, { key: newKey(), reason: "", comment: "", open: false, done: false });
    }
    return states.get(name);
  }

  function answerIn(turn) {
    try {
      return JSON.parse(decodeURIComponent(passIn(turn)));
    } catch {
      return null;
    }
  }

  function earlierTurns(turn) {
    const all = [...document.querySelectorAll(".tur.klart")];
    const before = all.slice(0, all.indexOf(turn)).map(answerIn);
    return before
      .filter((answer) => answer?.status === "answered")
      .slice(-MOST_TURNS)
      .map(({ question, answer }) => ({ question, answer }));
  }

  // --- What the server said of itself when it made the page.
  const terms = () => document.getElementById("omdome-villkor");
  const stores = () => Boolean(terms()?.classList.contains("sparas"));

  function body(place, rating) {
    const state = stateOf(place);
    if (rating === "ja") return { rating, key: state.key };
    const sent = { rating, key: state.key, reason: state.reason };
    if (!stores()) return sent;
    const turn = turnOf(place);
    const answer = answerIn(turn);
    return {
      ...sent,
      comment: state.comment,
      question: answer?.question ?? "",
      svarspass: answer ?? undefined,
      history: earlierTurns(turn),
    };
  }

  async function problemOf(place, rating) {
    let reply;
    try {
      reply = await fetch("api/feedback", {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify(body(place, rating)),
      });
    } catch {
      return OFFLINE;
    }
    if (reply.ok) return "";
    try {
      return (await reply.json()).detail || FAILED;
    } catch {
      return FAILED;
    }
  }

  async function send(place, rating) {
    const state = stateOf(place);
    if (state.sending) return;
    state.sending = true;
    showError(place, "");
    const problem = await problemOf(place, rating);
    state.sending = false;
    const here = shownAgain(place, state);
    if (problem) {
      if (here) showError(here, problem);
      return;
    }
    state.done = true;
    say(THANKS);
    if (here) thank(here, true);
  }

  // The place that shows this answer now: while we waited, Gradio may have drawn it anew.
  function shownAgain(place, state) {
    if (place.isConnected) return place;
    return [...document.querySelectorAll(".omdome")].find((one) => stateOf(one) === state);
  }

  function thank(place, focus) {
    const thanks = make("p", { className: "omdome-tack", tabIndex: -1, textContent: THANKS });
    place.replaceChildren(thanks);
    if (focus) thanks.focus();
  }

  function showError(place, text) {
    const line = place.querySelector(".faltfel");
    if (!line) return;
    line.textContent = text;
    const field = place.querySelector("textarea");
    if (!field) return;
    field.removeAttribute("aria-invalid");
    if (text === "" || text === CHOOSE) return;
    field.setAttribute("aria-invalid", "true");
    field.focus();
  }

  // --- The form
  function choices(state, number) {
    const rows = REASONS.map(([value, label]) => {
      const radio = make("input", { type: "radio", name: `omdome-${number}`, value });
      radio.checked = state.reason === value;
      radio.addEventListener("change", () => (state.reason = value));
      return make("label", { className: "omdome-val" }, radio, label);
    });
    return make("fieldset", {}, make("legend", { textContent: "Vad var fel?" }), ...rows);
  }

  function commentField(state, number) {
    const id = `omdome-kommentar-${number}`;
    const field = make("textarea", { id, rows: 3, maxLength: 2000, value: state.comment });
    field.setAttribute("aria-describedby", `omdome-om-${number} omdome-fel-${number}`);
    field.addEventListener("input", () => (state.comment = field.value));
    return [make("label", { htmlFor: id, textContent: "Kommentar (frivillig)" }), field];
  }

  function told(place, number) {
    const earlier = stores() && earlierTurns(turnOf(place)).length > 0;
    const more = earlier ? " Det gäller också samtalets tidigare frågor." : "";
    const textContent = (terms()?.textContent ?? "") + more;
    return make("p", { id: `omdome-om-${number}`, className: "omdome-om", textContent });
  }

  function formFor(place, state) {
    forms += 1;
    const number = forms;
    const cancel = make("button", { type: "button", className: "omdome-avbryt", textContent: "Avbryt" });
    cancel.addEventListener("click", () => close(place));
    const error = make("p", { id: `omdome-fel-${number}`, className: "faltfel" });
    error.setAttribute("role", "alert");
    const form = make(
      "form",
      { className: "omdome-formular", noValidate: true },
      choices(state, number),
      ...(stores() ? commentField(state, number) : []),
      told(place, number),
      error,
      make(
        "div",
        { className: "omdome-knappar" },
        make("button", { type: "submit", className: "omdome-skicka", textContent: "Skicka" }),
        cancel,
      ),
    );
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      submitted(place, state);
    });
    return form;
  }

  function submitted(place, state) {
    if (state.reason) {
      send(place, "nej");
      return;
    }
    showError(place, CHOOSE);
    place.querySelector("input").focus();
  }

  function open(place, focus) {
    const state = stateOf(place);
    if (place.querySelector("form")) return;
    state.open = true;
    place.querySelector(".omdome-nej").setAttribute("aria-expanded", "true");
    const form = formFor(place, state);
    place.append(form);
    if (focus) form.querySelector("input:checked, input").focus();
  }

  function close(place) {
    stateOf(place).open = false; // what was typed stays, for the next time
    place.querySelector("form").remove();
    const no = place.querySelector(".omdome-nej");
    no.setAttribute("aria-expanded", "false");
    no.focus();
  }

  // --- A yes that could not be sent has no form to say so in.
  async function yes(place) {
    if (!place.querySelector(".faltfel")) {
      const line = make("p", { className: "faltfel" });
      line.setAttribute("role", "alert");
      place.append(line);
    }
    await send(place, "ja");
  }

  document.addEventListener("click", (event) => {
    const pressed = event.target.closest(".omdome-ja, .omdome-nej");
    const place = pressed?.closest(".omdome");
    if (!place) return;
    if (pressed.matches(".omdome-ja")) yes(place);
    else if (place.querySelector("form")) close(place);
    else open(place, true);
  });

  // --- An answer drawn anew gets back what was begun or done below it.
  function restore() {
    for (const place of document.querySelectorAll(".omdome:not(.omdome-klar)")) {
      place.classList.add("omdome-klar");
      place.querySelector(".omdome-nej")?.setAttribute("aria-expanded", "false");
      const state = states.get(passIn(turnOf(place)));
      if (state?.done) thank(place, false);
      else if (state?.open) open(place, false);
    }
  }

  addEventListener("DOMContentLoaded", () => {
    new MutationObserver(restore).observe(document.body, { childList: true, subtree: true });
  });
})();
