/* Areas of control, front line, band and any other polygons. */
(() => {
  'use strict';
  var geomap = window.geomap;
  var ORDER = { band: 5, confirmed: 1, stale: 1, contested: 3, claimed: 4, front: 9, plain: 6, gained: 5.5, lost: 5.5, front_before: 8.6, front_after: 8.8 };

  geomap.areas = (dataId, textId) => {
    var area = { data: null, rings: null, texts: null, on: false, order: 0, storey: 'areas' };
    area.paint = view => {
      if (!area.rings) { return; }
      var c = view.context;
      var style = geomap.areaStyle(c, area.data.style);
      // One path for all features: a hatch must not thicken where two of them meet.
      c.beginPath();
      for (var f = 0; f < area.rings.n; f++) { if (area.rings.seen(f, view)) { area.rings.trace(c, f, view, style.open); } }
      geomap.fillStroke(c, style);
      geomap.paintCompared(area.scene, area, view);
      if (!area.texts) { return; }
      c.font = 'italic 500 11.5px system-ui, sans-serif';
      c.textAlign = 'center';
      c.textBaseline = 'middle';
      area.texts.labels.slice(area.offset || 0, (area.offset || 0) + area.rings.n).forEach((label, f) => {
        var width = (area.rings.boxes[f * 4 + 2] - area.rings.boxes[f * 4]) * view.scale;
        var text = geomap.brief(label);
        if (!text || !area.rings.seen(f, view) || c.measureText(text).width > width * 1.2) { return; }
        var at = area.rings.inner(f);
        c.lineWidth = 3;
        c.strokeStyle = geomap.theme('halo');
        c.fillStyle = geomap.theme('ink');
        c.strokeText(text, at[0] * view.scale - view.left, at[1] * view.scale - view.top);
        c.fillText(text, at[0] * view.scale - view.left, at[1] * view.scale - view.top);
      });
    };
    /** Square kilometres of one shape as text, empty when not known; and of all that are shown. */
    area.km2 = f => { var known = area.texts.columns && area.texts.columns.area_km2; return known ? known[f] : ''; };
    area.total = () => { for (var f = 0, sum = 0; f < area.rings.n; f++) { sum += Number(area.km2(f)) || 0; } return sum; };
    area.pick = (wx, wy, scale) => {
      if (!area.on || !area.rings) { return -1; }
      for (var f = area.rings.n - 1; f >= 0; f--) {
        if (area.open ? area.rings.near(f, wx, wy, 6 / scale) : area.rings.holds(f, wx, wy)) { return f; }
      }
      return -1;
    };
    area.layer = new geomap.Switch((scene, on) => {
      area.on = on;
      area.scene = scene;
      if (!area.ready) {
        area.ready = scene.wait(Promise.all([geomap.columns(dataId), geomap.json(textId)]).then(parts => {
          area.data = parts[0];
          area.open = parts[0].style.open || parts[0].style.kind.startsWith('front');
          area.texts = parts[1];
          if (area.load) { area.load(parts[0]); area.turn(scene.time.at); } else { area.rings = new geomap.Rings(geomap.shapes(parts[0].columns, 'shape', 100000)); }
          area.order = ORDER[area.data.style.kind] || 0;
          if (area.on) { scene.remove('areas', area); scene.add('areas', area); }
        }));
        scene.shapes.push(area);
      }
      scene[on ? 'add' : 'remove']('areas', area);
      scene.refresh();
    });
    area.layer.area = area;
    return area.layer;
  };

  /** What a reader sees of one area. */
  geomap.areaCard = (area, f) => {
    var card = geomap.el('article', 'gm-card');
    var head = geomap.el('p', 'gm-kicker', null, card);
    head.appendChild(geomap.swatch({ style: area.data.style }, 26, 14));
    var texts = area.texts;
    var title = geomap.titleOf(area.entry);
    geomap.said('h3', 'gm-card-title', texts.labels[f + (area.offset || 0)] || title, card);
    if (texts.labels[f + (area.offset || 0)]) { geomap.said('p', '', title, card); }
    var list = geomap.el('dl', 'gm-facts', null, card);
    function row(key, value) {
      if (!value) { return; }
      geomap.el('dt', '', geomap.t(key), list);
      geomap.said('dd', '', value, list);
    }
    var columns = texts.columns || {};
    var km = area.km2(f);
    row('area_km2', km && !isNaN(km) ? geomap.number(km) + ' km²' : km);
    row('n_places', columns.n_places ? columns.n_places[f] : '');
    row('n_reported', columns.n_reported ? columns.n_reported[f] : '');
    row('as_of_row', area.shown ? geomap.date(area.shown()) : columns.as_of && columns.as_of[f] ? geomap.date(columns.as_of[f]) : '');
    if (!list.childNodes.length) { list.remove(); }
    return card;
  };
})();
