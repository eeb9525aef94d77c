// The preview of a bulk acceptance: tick all or none, and say on the button how many are ticked.
(() => {
  const form = document.querySelector("[data-bulk]");
  if (!form) return;
  const boxes = [...form.querySelectorAll("input[name=report]")];
  const all = form.querySelector("[data-all]");
  const button = form.querySelector(".actionbar button");
  const count = button.querySelector("[data-count]");
  all.hidden = false;

  function tell() {
    const ticked = boxes.filter((box) => box.checked).length;
    count.textContent = ticked;
    button.disabled = !ticked;
    all.checked = ticked === boxes.length;
    all.indeterminate = ticked > 0 && ticked < boxes.length;
  }

  all.addEventListener("change", () => { for (const box of boxes) box.checked = all.checked; tell(); });
  form.addEventListener("change", (event) => { if (event.target !== all) tell(); });
  tell();
})();
