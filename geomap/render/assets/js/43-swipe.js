/* Two dates with a divider: on its left the map as of the date compared with, on its right the slider's. */
(() => {
  'use strict';
  var geomap = window.geomap;

  /** Do something with the map as of another day; nothing of it stays. */
  geomap.during = (scene, day, action) => {
    var now = scene.time.at;
    var turn = at => { scene.time.at = at; scene.retime(); geomap.turnAll(scene); };
    turn(day);
    try { return action(); } finally { turn(now); }
  };

  /** Whether the divider is there. */
  geomap.swiping = scene => scene.compare !== null && scene.split !== null;

  /** Paint a surface in halves: `paint` is called for each, clipped, with the scene as of its day. */
  geomap.halves = (scene, view, paint) => {
    var c = view.context;
    var at = view.inner.left + scene.split * view.inner.size.x;
    function half(from, to) {
      c.save();
      c.beginPath();
      c.rect(from, 0, to - from, view.height);
      c.clip();
      paint();
      c.restore();
    }
    geomap.during(scene, scene.compare, () => half(0, at));
    half(at, view.width);
  };

  /** What lies under a point: the signs of the half it is in. */
  geomap.underSwipe = (scene, x, find) => {
    if (!geomap.swiping(scene) || x >= scene.split * scene.map.getSize().x) { return find(); }
    var plan = () => scene.stores.forEach(store => {
      if (store.view) {
        store.spots = store.plan(store.view);
        store.pillsDrawn = store.pills(store.view);
      }
    });
    try { return geomap.during(scene, scene.compare, () => { plan(); return find(); }); } finally { plan(); }
  };

  /** Put the divider up, move it, or take it away, as the scene has it. */
  geomap.fillSwipe = ui => {
    var scene = ui.scene;
    var bar = ui.main.querySelector('.gm-swipe');
    if (!geomap.swiping(scene)) { bar?.remove(); return; }
    if (!bar) {
      bar = geomap.el('div', 'gm-swipe', null, ui.main);
      bar.tabIndex = 0;
      bar.setAttribute('role', 'slider');
      geomap.label(bar, 'divider');
      ['before', 'after'].forEach(side => geomap.el('span', 'gm-swipe-' + side, null, bar));
      geomap.el('b', 'gm-swipe-grip', '⇔', bar).setAttribute('aria-hidden', 'true');
      var move = to => {
        scene.split = Math.max(0, Math.min(1, to));
        geomap.fillSwipe(ui);
        Object.keys(scene.surfaces).forEach(name => scene.surfaces[name].soon());
        ui.noted();
      };
      geomap.on(bar, 'pointerdown', event => { bar.setPointerCapture(event.pointerId); event.preventDefault(); bar.focus(); });
      geomap.on(bar, 'pointermove', event => {
        if (!bar.hasPointerCapture(event.pointerId)) { return; }
        var box = ui.main.getBoundingClientRect();
        move((event.clientX - box.left) / box.width);
      });
      geomap.on(bar, 'keydown', event => {
        var to = { ArrowLeft: scene.split - 0.02, ArrowRight: scene.split + 0.02, Home: 0, End: 1 }[event.key];
        if (to === undefined) { return; }
        event.preventDefault();
        event.stopPropagation();
        move(to);
      });
      L.DomEvent.disableClickPropagation(bar);
    }
    var days = [scene.compare, scene.time.at ?? ui.span[1]].map(day => geomap.date(day, 'short'));
    bar.firstChild.textContent = '◂ ' + days[0];
    bar.children[1].textContent = days[1] + ' ▸';
    bar.style.left = scene.split * 100 + '%';
    bar.setAttribute('aria-valuenow', Math.round(scene.split * 100));
    bar.setAttribute('aria-valuetext', days.join(' | '));
  };
})();
