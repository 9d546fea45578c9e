// Keeps one page on the device: the one that says there is no connection. It stores nothing else.
"use strict";
const CACHE = "sozialraum-offline-2";
const KEPT = ["/offline/", "/static/ui/sozialraum.css", "/static/vendor/kern/tokens.css", "/static/ui/house.svg", "/static/vendor/kern/fonts/FiraSans-Regular.woff2", "/static/vendor/kern/fonts/FiraSans-SemiBold.woff2"];

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
