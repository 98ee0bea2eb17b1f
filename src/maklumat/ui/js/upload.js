// Resumable uploads with visible progress. Without this the plain file form works.
import { Upload } from "tus-js-client";

document.querySelectorAll("[data-upload]").forEach((box) => {
  const input = box.querySelector("input[type=file]");
  const bar = box.querySelector("progress");
  if (!input || !bar) return;
  const line = document.createElement("p");
  line.className = "hint upload-status";
  line.setAttribute("role", "status");
  input.after(line);
  input.addEventListener("change", () => {
    const waiting = [...input.files].filter((file) => file.size <= Number(input.dataset.maxBytes));
    if (waiting.length) send(waiting);
  });

  // One after the other: on a weak network two at once only disturb each other.
  function send([file, ...waiting]) {
    bar.hidden = false;
    const upload = new Upload(file, {
      endpoint: box.dataset.upload,
      chunkSize: 256 * 1024,
      retryDelays: [0, 1000, 3000, 5000, 10000, 20000, 30000],
      storeFingerprintForResuming: true,
      removeFingerprintOnSuccess: true,
      onShouldRetry: (error) => {
        const status = error.originalResponse ? error.originalResponse.getStatus() : 0;
        return status === 0 || status >= 500 || status === 409;
      },
      onProgress: (sent, total) => {
        bar.value = Math.round((sent / total) * 100);
        line.textContent = `${bar.value} %`;
      },
      onSuccess: () => {
        if (waiting.length) {
          send(waiting);
          return;
        }
        line.textContent = box.dataset.done;
        input.value = "";
        box.dataset.state = "done";
        window.location.reload();
      },
      onError: (error) => {
        const answer = error.originalResponse;
        bar.hidden = true;
        line.className = "field-error";
        line.textContent = answer && answer.getStatus() < 500 ? answer.getBody() : box.dataset.failed;
      },
    });
    upload.findPreviousUploads().then((previous) => {
      if (previous.length) upload.resumeFromPreviousUpload(previous[0]);
      upload.start();
    });
  }
});
