// Keeps one page on the device: the one that says there is no connection. It stores nothing else.
"use strict";
const STATIC = "/static/"; // the server writes the folder of this version here
const CACHE = `sozialraum-offline ${STATIC}`;
const NAMES = ["ui/sozialraum.css", "vendor/kern/tokens.css", "ui/house.svg", "vendor/kern/fonts/FiraSans-Regular.woff2", "vendor/kern/fonts/FiraSans-SemiBold.woff2"];
const KEPT = ["/offline/", ...NAMES.map((name) => STATIC + name)];

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(KEPT)).then(() => self.skipWaiting()));
});
self.addEventListener("activate", (event) => {
  event.waitUntil(caches.keys().then((names) => Promise.all(names.filter((name) => name !== CACHE).map((name) => caches.delete(name)))));
});
self.addEventListener("fetch", (event) => {
  const request = event.request;
  if (request.mode === "navigate") {
    event.respondWith(fetch(request).catch(() => caches.match("/offline/")));
  } else if (KEPT.includes(new URL(request.url).pathname)) {
    event.respondWith(fetch(request).catch(() => caches.match(request, { ignoreSearch: true })));
  }
});
