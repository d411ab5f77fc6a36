// Filter and sort the cases of a report. Without this script all of them are there, in their order.
(() => {
  "use strict";
  const table = document.getElementById("fall-tabell");
  const form = document.getElementById("urval");
  const told = document.getElementById("antal");
  const search = document.getElementById("sok");
  const cases = [...table.tBodies].map((body) => ({ body, words: null }));
  const NUMBERS = new Set(["order", "source", "confidence", "time"]);
  const compareWords = new Intl.Collator("sv", { numeric: true }).compare;
  let order = "";

  const wordsOf = (one) => (one.words ??= one.body.textContent.toLocaleLowerCase("sv"));

  const tell = () => {
    const shown = cases.filter((one) => !one.body.hidden).length;
    told.textContent = `Visar ${shown} av ${cases.length} fall${order}`;
  };

  const filter = () => {
    const wanted = [...form.querySelectorAll("[data-filter]")].filter((field) => field.value);
    const words = search.value.toLocaleLowerCase("sv").split(/\s+/).filter(Boolean);
    for (const one of cases) {
      one.body.hidden = !(
        wanted.every((field) => one.body.dataset[field.dataset.filter] === field.value) &&
        words.every((word) => wordsOf(one).includes(word))
      );
    }
    tell();
  };

  // What has no value comes last, whichever way the rest goes.
  const compare = (name, sign) => (one, other) => {
    const [a, b] = [one.body.dataset[name], other.body.dataset[name]];
    if (a === "" || b === "") return (a === "") - (b === "");
    return sign * (NUMBERS.has(name) ? Number(a) - Number(b) : compareWords(a, b));
  };

  const sort = (head) => {
    const rising = head.getAttribute("aria-sort") !== "ascending";
    for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
    head.setAttribute("aria-sort", rising ? "ascending" : "descending");
    cases.sort(compare("order", 1)).sort(compare(head.dataset.sort, rising ? 1 : -1));
    table.append(...cases.map((one) => one.body));
    order = `, sorterade efter ${head.textContent.toLocaleLowerCase("sv")}, ${rising ? "stigande" : "fallande"}`;
    tell();
  };

  for (const head of table.tHead.rows[0].cells) {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    button.addEventListener("click", () => sort(head));
    head.append(button);
  }
  form.addEventListener("input", filter);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(filter));
  form.hidden = false;
})();
