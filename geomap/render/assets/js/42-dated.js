/* Areas with dates: one layer shows the latest of its dates up to the slider's, and a second date beside it. */
(() => {
  'use strict';
  var geomap = window.geomap;

  /** The last position of a sorted array whose value is not above `day`; -1 when all are. */
  function latest(days, day) {
    var low = 0;
    var high = days.length;
    while (low < high) {
      var middle = (low + high) >> 1;
      if (days[middle] <= day) { low = middle + 1; } else { high = middle; }
    }
    return low - 1;
  }

  geomap.dated = (dataId, textId) => {
    var layer = geomap.areas(dataId, textId);
    var area = layer.area;
    var shown = -2;
    var cache = new Map();

    /** The shapes of date number k. */
    function rings(k) {
      if (!cache.has(k)) {
        if (cache.size > 8) { cache.clear(); }
        var first = area.data.columns.first;
        cache.set(k, new geomap.Rings(geomap.unfold(area.folded, first[k], first[k + 1])));
      }
      return cache.get(k);
    }
    area.load = data => {
      area.folded = geomap.folded(data.columns, 'shape', 100000);
      area.days = data.columns.day;
    };
    /** Show the date that holds on a day; null is the last one. */
    area.turn = day => {
      var k = day === null ? area.days.length - 1 : latest(area.days, day);
      if (k === shown) { return; }
      shown = k;
      area.rings = k < 0 ? null : rings(k);
      area.offset = k < 0 ? 0 : area.data.columns.first[k];
    };
    area.shown = () => shown < 0 ? '' : area.days[shown];
    area.onDay = day => { var k = latest(area.days, day); return k < 0 ? null : { rings: rings(k), km2: sum(k), day: area.days[k] }; };
    area.km2 = f => {
      var value = area.data.columns.km2[area.offset + f];
      return value === value ? String(value) : '';
    };
    function sum(k) {
      var total = 0;
      for (var f = area.data.columns.first[k]; f < area.data.columns.first[k + 1]; f++) { total += area.data.columns.km2[f] || 0; }
      return total;
    }
    return layer;
  };

  function series(scene) { return scene.shapes.filter(area => area.days); }
  geomap.series = series;

  /** Bring every dated layer to the day of the slider. */
  geomap.turnAll = scene => { series(scene).forEach(area => { area.turn(scene.time.at); }); };

  /** Paint the outline of the date compared with, and the ground that differs, over a dated layer. */
  geomap.paintCompared = (scene, area, view) => {
    if (scene.compare === null || scene.split !== null || !area.days || area.data.style.kind === 'band') { return; }
    var other = area.onDay(scene.compare);
    if (!other) { return; }
    var c = view.context;
    var open = area.open;
    function path(rings) {
      c.beginPath();
      for (var f = 0; f < rings.n; f++) { if (rings.seen(f, view)) { rings.trace(c, f, view, open); } }
    }
    if (!open && area.rings) {
      // What both dates hold cancels out: an even-odd path of both is the ground that changed.
      c.beginPath();
      [other.rings, area.rings].forEach(rings => { for (var f = 0; f < rings.n; f++) { if (rings.seen(f, view)) { rings.trace(c, f, view); } } });
      c.fillStyle = geomap.pattern(c, 'dots', geomap.theme('front'), 0.75);
      c.fill('evenodd');
    }
    path(other.rings);
    c.setLineDash([3, 4]);
    c.lineWidth = 2;
    c.strokeStyle = geomap.theme('front');
    c.stroke();
    c.setLineDash([]);
  };

  geomap.comparisonLegend = (scene, list, item) => {
    item(list, geomap.swatch({ style: { kind: 'front_before' } }, 26, 14), geomap.t('outline_of', { date: geomap.date(scene.compare, 'short') }));
    item(list, geomap.swatch({ style: { kind: 'differs' } }, 26, 14), geomap.t('differs'));
  };

  function cells(parent, tag, texts) {
    var row = geomap.el('tr', '', null, parent);
    texts.forEach((text, i) => {
      var cell = geomap.said(i && tag === 'td' ? 'td' : 'th', '', text, row);
      if (!i || tag === 'th') { cell.setAttribute('scope', tag === 'th' ? 'col' : 'row'); }
    });
  }
  function signed(value) { return (value > 0 ? '+' : value < 0 ? '−' : '') + geomap.number(Math.abs(value)); }

  /** Square kilometres of two dates side by side, and of every change table the map was given. */
  geomap.changeTables = (ui, box) => {
    (ui.meta.changes || []).forEach(change => {
      var field = geomap.el('fieldset', 'gm-group gm-change', null, box);
      geomap.said('legend', '', geomap.t('change') + ', ' + geomap.date(change.before) + ' – ' + geomap.date(change.after), field);
      var table = geomap.el('table', 'gm-km2', null, field);
      var body = geomap.el('tbody', '', null, table);
      var shown = value => geomap.number(value) + ' km²';
      cells(body, 'td', [geomap.t('change_gained'), shown(change.gained_km2), geomap.t('n_settlements', { n: change.gained })]);
      cells(body, 'td', [geomap.t('change_lost'), shown(change.lost_km2), geomap.t('n_settlements', { n: change.lost })]);
      cells(body, 'td', [geomap.t('net'), signed(change.net_km2) + ' km²', geomap.t('interval', { p: Math.round(change.coverage * 100), low: signed(change.low_km2), high: signed(change.high_km2) })]);
      if (change.claimed_only_km2) { cells(body, 'td', [geomap.t('claimed_only'), shown(change.claimed_only_km2), '']); }
      if (change.below_detection) { geomap.el('p', 'gm-small', geomap.t('below_detection'), field); }
      if (change.note) { geomap.said('p', 'gm-small', change.note, field); }
    });
    var scene = ui.scene;
    if (scene.compare === null) { return; }
    var listed = series(scene).filter(area => area.entry && area.on && area.data.style.kind !== 'front' && area.data.style.kind !== 'band');
    if (!listed.length) { return; }
    var field = geomap.el('fieldset', 'gm-group gm-change', null, box);
    geomap.el('legend', '', geomap.t('compared'), field);
    var table = geomap.el('table', 'gm-km2', null, field);
    var now = scene.time.at ?? ui.span[1];
    cells(geomap.el('thead', '', null, table), 'th', ['km²', geomap.date(scene.compare, 'short'), geomap.date(now, 'short'), '±']);
    var body = geomap.el('tbody', '', null, table);
    listed.forEach(area => {
      var before = area.onDay(scene.compare);
      var after = area.onDay(now);
      var a = before ? before.km2 : 0;
      var b = after ? after.km2 : 0;
      cells(body, 'td', [geomap.titleOf(area.entry), geomap.number(a), geomap.number(b), signed(Math.round(b) - Math.round(a))]);
    });
  };
})();
