// Files go up one by one with a bar each, so a lost connection costs one file and not all. What the server says about
// a file stands beside its name. Without this script the form is sent as a whole.
(() => {
  const box = document.querySelector("[data-evidence]");
  const form = document.getElementById("evidence-form");
  const removing = document.getElementById("evidence-remove-form");
  if (!box || !form || !removing) return;
  const input = document.getElementById("evidence-files");
  const list = box.querySelector("[data-evidence-list]");
  const progress = box.querySelector("[data-evidence-progress]");
  const filled = document.getElementById("filled");
  const login = "Phiên làm việc đã hết hạn. Đăng nhập lại ở trang khác rồi bấm “Thử lại”.";
  const failed = { 0: "Mất kết nối.", 400: "Máy chủ từ chối vì dữ liệu gửi lên quá lớn.", 403: login, 413: "Tệp quá lớn." };
  let queue = Promise.resolve();
  let going = 0;

  // The files are not text of the report: the form around must not take their events for typing.
  for (const name of ["input", "change"]) box.addEventListener(name, (event) => event.stopPropagation());
  window.addEventListener("beforeunload", (event) => { if (going) event.preventDefault(); });

  function send(address, data, onProgress) {
    return new Promise((resolve) => {
      const request = new XMLHttpRequest();
      const answer = (account) => resolve({ status: request.status, account });
      request.open("POST", address);
      request.setRequestHeader("Accept", "application/json");
      if (onProgress) request.upload.addEventListener("progress", (event) => onProgress(event.loaded / event.total));
      request.addEventListener("error", () => answer(null));
      request.addEventListener("load", () => {
        const isAccount = (request.getResponseHeader("Content-Type") || "").startsWith("application/json");
        answer(isAccount ? JSON.parse(request.responseText) : null);
      });
      request.send(data);
    });
  }

  function refresh(account) {
    if (!account?.list) return;
    list.innerHTML = account.list;
    if (filled) filled.textContent = `Đã điền ${account.filled}%`;
  }

  function reasonOf({ status, account }) {
    if (account) return account.refused.map((refusal) => refusal.message).join(" ");
    return failed[status] ?? (status === 200 ? login : "Máy chủ không trả lời đúng.");
  }

  function line(name) {
    const row = document.createElement("li");
    const label = document.createElement("b");
    const state = document.createElement("span");
    label.textContent = name;
    row.append(label, " ", state);
    progress.append(row);
    return { row, state };
  }

  function fail({ row, state }, reason, again) {
    state.textContent = `✕ ${reason} `;
    state.className = "cell-error";
    if (!again) return;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn btn-sm btn-outline-secondary";
    button.textContent = "Thử lại";
    button.addEventListener("click", () => { row.remove(); again(); });
    state.append(button);
  }

  async function upload(file, shown) {
    const bar = document.createElement("progress");
    bar.max = 1;
    bar.value = 0;
    bar.setAttribute("aria-label", `Đang tải lên ${file.name}`);
    shown.state.replaceChildren(bar);
    const data = new FormData(form);
    data.delete("files");
    data.append("files", file, file.name);
    const answer = await send(form.action, data, (share) => { bar.value = share; });
    refresh(answer.account);
    if (answer.account?.taken.length) shown.row.remove();
    else fail(shown, reasonOf(answer), answer.account ? null : () => enqueue(file));
  }

  function enqueue(file) {
    const shown = line(file.name);
    if (file.size > Number(box.dataset.mostBytes)) {
      fail(shown, `Tệp quá lớn; mỗi tệp tối đa ${box.dataset.sizeText}.`, null);
      return;
    }
    shown.state.textContent = "chờ tải lên";
    going += 1;
    queue = queue.then(() => upload(file, shown)).finally(() => { going -= 1; });
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    progress.replaceChildren(...[...progress.children].filter((row) => row.querySelector("progress, button")));
    for (const file of input.files) enqueue(file);
    input.value = "";
  });
  input.addEventListener("change", () => { if (input.files.length) form.requestSubmit(); });

  removing.addEventListener("submit", async (event) => {
    event.preventDefault();
    const button = event.submitter;
    button.disabled = true;
    const answer = await send(button.getAttribute("formaction"), new FormData(removing));
    refresh(answer.account);
    if (!answer.account?.list) { button.disabled = false; fail(line("Gỡ tệp:"), reasonOf(answer), null); }
  });
})();
