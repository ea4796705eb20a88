"use strict";
// Unpacks the page's script, which takes a third of the room packed, and runs it: the policy names its checksum.
(async () => {
  const packed = document.getElementById("script-data");
  const bytes = Uint8Array.from(atob(packed.textContent), (c) => c.charCodeAt(0));
  packed.remove();
  const script = document.createElement("script");
  script.textContent = await new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"))).text();
  document.head.append(script);
})().catch(() => {
  document.getElementById("outdated").hidden = false;
  document.body.dataset.ready = "failed";
});
