// The board's selection: tick all, ranges with Shift, how many; and copying the text for chat groups.
const board = document.querySelector("form[data-board]");
if (board) {
  const boxes = [...board.querySelectorAll("tbody input[name=ids]")];
  const everything = board.querySelector("input[name=all]");
  const count = board.querySelector("[data-board-count]");
  const number = board.querySelector("[data-board-number]");
  const bar = board.querySelector("[data-board-actions]");
  const hint = count.textContent;
  const total = Number(board.dataset.total);
  let last = null;

  const head = document.createElement("input");
  head.type = "checkbox";
  head.setAttribute("aria-label", "Chọn mọi đơn vị trên trang này");
  board.querySelector("thead .tick").replaceChildren(head);

  const show = () => {
    const ticked = boxes.filter((box) => box.checked).length;
    const chosen = everything.checked ? total : ticked;
    head.checked = ticked === boxes.length;
    head.indeterminate = ticked > 0 && ticked < boxes.length;
    count.textContent = chosen ? `Đã chọn ${chosen} đơn vị.` : hint;
    number.textContent = chosen ? ` ${chosen} đơn vị` : "";
    bar.classList.toggle("quiet", !chosen);
    bar.querySelectorAll("button").forEach((button) => { button.disabled = !chosen; });
  };

  head.addEventListener("change", () => {
    boxes.forEach((box) => { box.checked = head.checked; });
    show();
  });
  everything.addEventListener("change", show);
  boxes.forEach((box, place) => {
    box.addEventListener("click", (event) => {
      if (event.shiftKey && last !== null) {
        const [from, to] = [Math.min(last, place), Math.max(last, place)];
        boxes.slice(from, to + 1).forEach((other) => { other.checked = box.checked; });
      }
      last = place;
      show();
    });
  });
  // Going back in the browser restores the ticks after this script has run.
  window.addEventListener("pageshow", show);
  show();
}

const copy = document.querySelector("[data-copy]");
if (copy) {
  const source = document.querySelector("[data-copy-source]");
  const state = document.querySelector("[data-copy-state]");
  copy.hidden = false;
  copy.addEventListener("click", async () => {
    source.select();
    try {
      await navigator.clipboard.writeText(source.value);
      state.textContent = "Đã sao chép.";
    } catch {
      // The clipboard is closed to pages without TLS; the text stands selected.
      state.textContent = document.execCommand("copy") ? "Đã sao chép." : "Nhấn Ctrl+C để sao chép.";
    }
  });
}
