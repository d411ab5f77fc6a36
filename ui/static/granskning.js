// Digits choose in the group of choices that has focus, and nowhere else: a digit that is typed in a
// comment is a digit. Without script the page does all of it by Tab, arrows and Space.
"use strict";
{
  const groups = document.querySelectorAll(".bedomning fieldset");
  for (const group of groups) {
    const choices = [...group.querySelectorAll("input")];
    group.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.altKey || event.metaKey || !/^[1-9]$/.test(event.key)) return;
      const chosen = choices[Number(event.key) - 1];
      if (!chosen) return;
      event.preventDefault();
      chosen.checked = true;
      chosen.focus();
    });
  }
  for (const hint of document.querySelectorAll(".siffertips")) hint.hidden = false;
}
