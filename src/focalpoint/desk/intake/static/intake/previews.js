// Asks again for a picture that is still being drawn; one that cannot be drawn is asked for a few times only.
"use strict";

document.querySelectorAll("img[data-drawn]").forEach((picture) => {
  const address = picture.src;
  const said = document.querySelector("[data-drawing]");
  let seconds = 1;

  function say(isDrawing) {
    if (said) said.hidden = !isDrawing;
  }

  function again() {
    say(seconds <= 16);
    if (seconds > 16) return;
    seconds *= 2;
    setTimeout(() => { picture.src = address; }, seconds * 1000);
  }

  picture.addEventListener("load", () => say(false));
  picture.addEventListener("error", again);
  if (picture.complete && !picture.naturalWidth) again();
});
