// What the page does when the server is out of reach while an answer is awaited: it says so, waits,
// and has the question asked again when contact is back. Gradio alone stands still, in English.
"use strict";
{
  const KEY = "lotsen.pagaende"; // the pending question, in this tab only
  const OFFLINE = "Ingen kontakt. Kontrollera nätet.";
  const WAITS = "Din fråga finns kvar. Sidan försöker igen av sig själv.";
  const KEPT = "Din fråga finns kvar.";
  const LIMIT = 1000; // characters in a question: the server says when there are more
  const MUCH = 20000; // and with this many it may not even take them in
  const MOST_TRIES = 3; // a server that falls at a question must not be asked it for ever
  const NUMBER = /\d{6}\D{0,3}\d{4}/; // perhaps a personal number
  // Milliseconds:
  const QUIET = 3000; // no sign of life: time to ask whether the server is there
  const PACE = 2000; // between two such askings
  const SETTLE = 1500; // from the end of the stream until the page must have shown what it brought
  const GLITCH = 20000; // the server is there again, and the old stream may be as well
  const PATIENCE = 90000; // longer than the server lets any answer take
  const LEAVES = 15000; // from leaving the page until the next one is here, on a slow line
  const CLOSES = 2000; // from an answer's last part until its stream is closed, at most

  const byId = (id) => document.getElementById(id);
  const field = () => document.querySelector("#falt textarea");
  const day = () => document.querySelector("#datum :is(input, textarea)");
  const newest = () => document.querySelector("#svar .klart");
  const now = () => performance.now();

  let left = kept(); // the question that had no answer when the page was left or reloaded
  let pending = null; // { question, day, ask, tries, sent, before, life, ended, lost, away, back }
  let resumed = null; // what was kept of the question that is asked again
  let asking = false;
  let askedAt = 0;
  let leftAt = -LEAVES; // when the page was last begun to be left
  let stream = null; // of the latest question: { sent, answered }, until it is closed

  // --- What is kept of it through a reload. A frame may have no storage.
  function keep(kept) {
    try {
      if (kept) sessionStorage.setItem(KEY, JSON.stringify(kept));
      else sessionStorage.removeItem(KEY);
      return true;
    } catch {
      return false;
    }
  }

  function kept() {
    try {
      return JSON.parse(sessionStorage.getItem(KEY));
    } catch {
      return null;
    }
  }

  // --- The voices that are asked, as ticked; none are there before their part has been unfolded.
  const boxes = () => [...document.querySelectorAll("#slag input")];
  const voices = () => boxes().map((box) => box.checked);

  function choose(ticked) {
    if (ticked.every(Boolean)) return;
    if (!boxes().length) document.querySelector("#kallval > button")?.click();
    setTimeout(() => boxes().forEach((box, at) => {
      if (box.checked !== ticked[at]) box.click();
    }), 100);
  }

  // --- A question is sent
  function sent(question, byPerson) {
    const length = [...question.trim()].length;
    if (byId("stoppa") || length === 0 || length > LIMIT) return;
    const before = resumed || kept();
    resumed = left = null; // what a person asks here and now is not to be brought back
    const tries = !byPerson && before && before.question === question ? (before.tries || 0) : 0;
    pending = {
      question, day: day() ? day().value : "", ask: true, tries,
      sent: now(), before: newest(), life: now(), ended: 0, lost: false, away: false, back: 0,
    };
    stream = { sent: pending.sent, answered: 0 };
    // What may be a personal number is not kept, not even here: it is typed again if need be.
    if (!NUMBER.test(question)) keep({ question, day: pending.day, voices: voices(), ask: false, tries });
  }

  // Until an answer's stream is closed Gradio drops another question without a word.
  const closing = () => !pending && stream !== null && now() - stream.answered < CLOSES;

  function tooEarly(event, question) {
    if (!mustWait() && !closing()) return false;
    event.preventDefault();
    event.stopImmediatePropagation();
    setTimeout(ask, 100, question); // what is typed meanwhile stays in the field
    return true;
  }

  function example(event, question) {
    if (!tooEarly(event, question)) sent(question, event.isTrusted);
  }

  function send(event) {
    if (tooEarly(event, field().value)) return;
    const length = [...field().value].length;
    if (length <= MUCH) {
      sent(field().value, event.isTrusted);
      return;
    }
    event.preventDefault();
    event.stopImmediatePropagation();
    tell([`Högst 1 000 tecken. Ta bort ${length - LIMIT} tecken.`]);
  }

  document.addEventListener("click", (event) => {
    const pressed = event.target.closest && event.target.closest("button");
    if (!pressed) return;
    if (pressed.matches("#fraga, #forsok-igen")) send(event);
    else if (pressed.matches("#exempelknappar button")) example(event, pressed.textContent.trim());
    else if (pressed.id === "stoppa" && pending) pending.ask = false;
  }, true);
  document.addEventListener("keydown", (event) => {
    const sends = event.key === "Enter" && !event.shiftKey && !event.isComposing;
    if (sends && event.target === field()) send(event);
  }, true);
  document.addEventListener("input", (event) => {
    if (!pending && event.target === field()) untell();
  });

  // --- Signs of life, and of the end
  new MutationObserver((changes) => {
    if (pending && changes.some(({ target }) => target.closest?.("#svar, #lage, #fel"))) {
      pending.life = now();
    }
  }).observe(document, { childList: true, subtree: true });

  function finished({ name, startTime, responseStatus }) {
    if (stream && startTime >= stream.sent && name.includes("/gradio_api/queue/data")) stream = null;
    if (!pending || startTime < pending.sent) return;
    const failed = responseStatus === 0 || responseStatus >= 400;
    if (name.includes("/gradio_api/queue/join") && failed) pending.lost = true;
    if (name.includes("/gradio_api/queue/data")) pending.ended = now();
  }
  new PerformanceObserver((list) => list.getEntries().forEach(finished)).observe({ type: "resource" });

  function settled() {
    if (newest() && newest() !== pending.before) return true;
    if (!pending.ask && !pending.lost && !byId("stoppa")) return true; // stopped in good order
    return pending.ended > 0 && !byId("stoppa") && Boolean(byId("fel")?.textContent.trim());
  }

  document.addEventListener("lotsen:klart", () => {
    if (pending && settled()) done();
  });

  function done() {
    pending = null;
    if (stream) stream.answered = now();
    keep(null);
    untell();
  }

  // Gradio cuts the stream when the page is left. That is no loss, and the page must not load itself
  // anew instead of the one it is left for.
  addEventListener("beforeunload", () => {
    leftAt = now();
  });
  const leaving = () => now() - leftAt < LEAVES;

  setInterval(() => {
    if (!pending || leaving()) return;
    if (settled()) {
      done();
      return;
    }
    // Gradio tells of a broken stream in a message that the style sheet hides.
    const broken = document.querySelector("[data-testid=toast-body].error, .toast-body.error");
    if (broken || (pending.ended && now() - pending.ended > SETTLE)) pending.lost = true;
    const quiet = pending.lost || now() - pending.life > QUIET;
    if (quiet && !asking && now() - askedAt > PACE) lookFor();
  }, 250);

  // --- Is the server there?
  async function alive() {
    try {
      const reply = await fetch("livez", { cache: "no-store", signal: AbortSignal.timeout(4000) });
      return (await reply.json()).alive === true; // not a proxy's own page
    } catch {
      return false;
    }
  }

  async function lookFor() {
    asking = true;
    const there = await alive();
    asking = false;
    askedAt = now();
    if (!pending || leaving() || settled()) return;
    if (!there) {
      tell([OFFLINE, pending.ask ? WAITS : KEPT]);
      pending.away = true;
      pending.back = 0;
      return;
    }
    untell();
    if (pending.away && !pending.back) pending.back = now();
    const silent = now() - Math.max(pending.life, pending.back);
    if (pending.lost || silent > (pending.away ? GLITCH : PATIENCE)) returned();
  }

  // --- It is there again, and the answer is lost. Who cancels "lotsen:ater" takes it over from here:
  // its detail is { question, day, ask, tries }, where ask is false when the person has stopped it.
  function returned() {
    const { question, day: asOf, ask, tries } = pending;
    const again = ask && tries < MOST_TRIES;
    const lost = { question, day: asOf, voices: voices(), ask: again, tries: tries + 1 };
    pending = null;
    untell();
    const isKept = NUMBER.test(question) || keep(lost);
    const event = new CustomEvent("lotsen:ater", { cancelable: true, detail: lost });
    if (document.dispatchEvent(event)) reload(lost, isKept);
  }

  // The question goes by the tab's own storage, not by the address: that would reach proxies' logs.
  function reload(lost, isKept) {
    const typed = field() ? field().value : "";
    if (NUMBER.test(lost.question)) location.replace(location.pathname);
    else if (isKept) {
      keep({ ...lost, draft: typed === lost.question ? "" : typed });
      location.replace(location.pathname);
    } else location.replace(`?${new URLSearchParams({ q: lost.question, datum: lost.day })}`);
  }

  // --- After the reload, or a return to the page: the question is back in its field (``type``, ``ask``
  // and ``mustWait`` are of samtal.js)
  function resume(until) {
    const ready = field() && byId("fraga") && day() && day().value;
    if (!ready) {
      if (now() < until) setTimeout(resume, 200, until);
      return;
    }
    if (!left || field().value) return; // the address, or someone, has filled it or asked already
    resumed = left;
    left = null;
    type(field(), resumed.question);
    if (resumed.day) type(day(), resumed.day);
    choose(resumed.voices || []);
    if (resumed.ask) setTimeout(askAgain, 400, resumed.draft);
  }

  function askAgain(draft) {
    byId("fraga")?.click();
    if (draft) setTimeout(type, 200, field(), draft);
  }

  // --- A box above the form, and the page's line for screen readers
  function tell(sentences) {
    if (byId("kontakt")?.textContent === sentences.join("")) return;
    untell();
    const box = Object.assign(document.createElement("div"), { id: "kontakt", className: "ruta fel" });
    for (const textContent of sentences) {
      box.append(Object.assign(document.createElement("p"), { textContent }));
    }
    byId("formular")?.before(box);
    const spoken = byId("upplast");
    if (spoken) spoken.textContent = sentences[0];
  }

  function untell() {
    byId("kontakt")?.remove();
  }

  // samtal.js says when the conversation is back, and whether the answer came with it.
  document.addEventListener("lotsen:aterstallt", ({ detail }) => {
    if (!left || !left.question) return;
    keep(null);
    if (detail.newest !== left.question.trim().split(/\s+/).join(" ")) resume(now() + 30000);
  });
}
