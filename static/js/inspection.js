// The form of a visit as a phone shows it: three large buttons for each topic, one topic at a time, a row of numbers
// that says how far it is. Saving is autosave.js; without scripts the same page is a plain form.
(() => {
  const form = document.querySelector("form.visit");
  if (!form) return;
  const steps = [...form.querySelectorAll("[data-step]")];
  const map = document.querySelector("[data-map]");
  const looked = form.querySelector("[data-looked]");
  const [back, next] = [form.querySelector("[data-back]"), form.querySelector("[data-next]")];
  const MARKS = { good: "✓", issue: "!", not_applicable: "–" };
  form.classList.add("scripted");
  document.querySelector(".visit-offline").hidden = false;
  map.hidden = false;

  const resultOf = (step) => step.querySelector("select[name$='-result']");
  const links = new Map();
  for (const [at, step] of steps.entries()) {
    const link = document.createElement("a");
    link.href = `#${step.id}`;
    link.addEventListener("click", (event) => { event.preventDefault(); show(step); });
    links.set(step, link);
    map.append(link);
    const select = resultOf(step);
    if (!select) { link.textContent = at ? "Kết luận" : "Đoàn"; continue; }
    link.setAttribute("aria-label", `Nội dung ${at}: ${step.querySelector("h2").lastChild.textContent.trim()}`);
    const box = document.createElement("div");
    box.className = "visit-answers";
    for (const option of [...select.options].filter((one) => one.value !== "not_looked")) {
      const button = document.createElement("button");
      button.type = "button";
      button.value = option.value;
      button.textContent = option.text;
      button.addEventListener("click", () => answer(step, select.value === option.value ? "not_looked" : option.value));
      box.append(button);
    }
    select.after(box);
    select.tabIndex = -1;
    for (const kind of ["input", "change"]) select.addEventListener(kind, () => paint(step));
    paint(step);
  }

  function answer(step, value) {
    const select = resultOf(step);
    select.value = value;
    for (const kind of ["input", "change"]) select.dispatchEvent(new Event(kind, { bubbles: true }));
    // A day that the server has let go of with another answer is written again with this one.
    const day = step.querySelector("[name$='-mend_by']");
    if (value === "issue" && day.value) day.dispatchEvent(new Event("input", { bubbles: true }));
  }

  function paint(step) {
    const { value } = resultOf(step);
    step.dataset.result = value;
    for (const button of step.querySelectorAll(".visit-answers button")) button.setAttribute("aria-pressed", String(button.value === value));
    const link = links.get(step);
    link.dataset.result = value;
    link.textContent = `${steps.indexOf(step)}${MARKS[value] ?? ""}`;
    looked.textContent = steps.filter((one) => resultOf(one) && one.dataset.result !== "not_looked").length;
  }

  function show(step, { scroll = true } = {}) {
    for (const one of steps) {
      one.classList.toggle("current", one === step);
      links.get(one).toggleAttribute("aria-current", one === step);
    }
    back.disabled = step === steps[0];
    next.disabled = step === steps.at(-1);
    links.get(step).scrollIntoView({ block: "nearest", inline: "center" });
    history.replaceState(null, "", `#${step.id}`);
    if (scroll) step.scrollIntoView({ block: "nearest" });
  }

  const current = () => steps.findIndex((step) => step.classList.contains("current"));
  back.addEventListener("click", () => { show(steps[Math.max(0, current() - 1)]); });
  next.addEventListener("click", () => { show(steps[Math.min(steps.length - 1, current() + 1)]); });
  const wanted = steps.find((step) => `#${step.id}` === location.hash || step.querySelector(".cell-error"));
  const open = steps.find((step) => step.dataset.result === "not_looked");
  show(wanted ?? (steps.some((step) => step.dataset.result && step.dataset.result !== "not_looked") ? open : null) ?? steps[0], { scroll: Boolean(location.hash) });
})();
