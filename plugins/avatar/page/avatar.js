"use strict";
// Shows the picture the engine names, fades from face to face, moves with the pose, and comes back after a restart.
const FADE_MS = 130, RETRY_MS = [250, 500, 1000, 2000];
const query = location.search, figure = document.getElementById("figure"), pen = figure.getContext("2d");
const pictures = new Map(), now = { show: "", face: "", fading: null, since: 0 };
let failures = 0, build = "";

const face = name => name.split("_")[0];

async function load() {
  const about = await (await fetch("/avatar/about.json" + query)).json();
  build = about.build;
  figure.width = about.width;
  figure.height = about.height;
  await Promise.all(about.pictures.map(async name => {
    const picture = new Image();
    picture.src = "/avatar/" + name + query;
    await picture.decode();
    pictures.set(name, picture);
  }));
}

function take(told) {
  if (!("build" in told)) pose(told);
  else if (told.build !== build) location.reload(); // the engine came back with another avatar
}

function pose(told) {
  if (told.show !== now.show && pictures.has(told.show)) {
    if (now.show && face(told.show) !== face(now.show)) {
      now.fading = pictures.get(now.show);
      now.since = performance.now();
    }
    now.show = told.show;
    requestAnimationFrame(draw);
  }
  for (const name of ["tilt", "turn", "lift"]) document.documentElement.style.setProperty("--" + name, told[name]);
  document.body.dataset.show = told.show;
}

function draw(time) {
  const share = now.fading ? Math.min(1, (time - now.since) / FADE_MS) : 1;
  pen.clearRect(0, 0, figure.width, figure.height);
  if (share < 1) {
    pen.globalAlpha = 1;
    pen.drawImage(now.fading, 0, 0);
    pen.globalAlpha = Math.max(0, share);
  }
  pen.drawImage(pictures.get(now.show), 0, 0);
  pen.globalAlpha = 1;
  if (share < 1) requestAnimationFrame(draw);
  else now.fading = null;
}

function connect() {
  const socket = new WebSocket(`ws://${location.host}/avatar/poses${query}`);
  socket.onopen = () => { failures = 0; };
  socket.onmessage = event => take(JSON.parse(event.data));
  socket.onclose = () => setTimeout(connect, RETRY_MS[Math.min(failures++, RETRY_MS.length - 1)]);
}

load().then(connect, () => setTimeout(() => location.reload(), 2000));
