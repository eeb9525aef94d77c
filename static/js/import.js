// Fields and their lines: the line of the field in focus is marked and brought into view beside it.
const source = document.querySelector("[data-import-source]");
const form = document.querySelector("form[data-import]");
if (source && form) {
  const beside = window.matchMedia("(min-width: 992px)");

  const mark = (number) => {
    const line = document.getElementById(`L${number}`);
    source.querySelectorAll(".here").forEach((other) => other.classList.remove("here"));
    if (!line) return null;
    line.classList.add("here");
    // Only the source scrolls: the field must stay where the person is typing.
    if (beside.matches) source.scrollTop += line.getBoundingClientRect().top - source.getBoundingClientRect().top - source.clientHeight / 3;
    return line;
  };

  form.addEventListener("focusin", (event) => {
    const number = event.target.dataset.line || event.target.dataset.goto;
    if (number) mark(number);
  });

  form.addEventListener("click", (event) => {
    const link = event.target.closest("[data-goto]");
    if (!link || !mark(link.dataset.goto) || !beside.matches) return;
    event.preventDefault();
  });

  // Ticking a row off dims it at once; the server decides the rest when it is saved.
  form.addEventListener("change", (event) => {
    if (event.target.name?.endsWith("-include")) event.target.closest("fieldset").classList.toggle("off", !event.target.checked);
  });

  let typed = false;
  form.addEventListener("input", () => { typed = true; });
  form.addEventListener("submit", () => { typed = false; });
  window.addEventListener("beforeunload", (event) => { if (typed) event.preventDefault(); });
}
