/* One slider for everything that has a date: reports by the day of the event or of publication, and dated areas. */
(() => {
  'use strict';
  var geomap = window.geomap;
  var NO = geomap.NO_DAY;

  /** First and last day of everything on the map by a clock; null without any. */
  geomap.spanOf = (scene, by) => {
    var low = Infinity;
    var high = -Infinity;
    scene.stores.forEach(store => {
      if (!store.data) { return; }
      var start = by === 'published' ? store.col.known : store.col.start;
      var end = by === 'published' ? store.col.known : store.col.end;
      for (var i = 0; i < store.n; i++) {
        if (start[i] === NO) { continue; }
        if (start[i] < low) { low = start[i]; }
        if (end[i] > high) { high = end[i]; }
      }
    });
    geomap.series(scene).forEach(area => {
      if (area.days.length) { low = Math.min(low, area.days[0]); high = Math.max(high, area.days[area.days.length - 1]); }
    });
    return low <= high ? [low, high] : null;
  };

  function undatedOf(scene) {
    return scene.stores.reduce((sum, store) => {
      if (!store.data) { return sum; }
      var days = scene.time.by === 'published' ? store.col.known : store.col.start;
      var n = 0;
      for (var i = 0; i < days.length; i++) { if (days[i] === NO) { n++; } }
      return sum + n;
    }, 0);
  }

  function option(select, value, text, chosen) {
    var made = geomap.el('option', '', text, select);
    made.value = value;
    made.selected = chosen;
  }
  function field(parent, label, control) {
    var row = geomap.el('label', 'gm-field', null, parent);
    geomap.el('span', '', label, row);
    row.appendChild(control);
    return control;
  }

  geomap.buildTime = (ui, parent) => {
    var scene = ui.scene;
    var time = scene.time;
    ui.spans = { event: geomap.spanOf(scene, 'event'), published: geomap.spanOf(scene, 'published') };
    if (!ui.spans[time.by]) { time.by = time.by === 'event' ? 'published' : 'event'; }
    var span = ui.span = ui.spans[time.by];
    ui.timed = Boolean(ui.meta.time && span && span[1] > span[0]);
    if (!ui.timed) { return; }
    var bar = ui.timeBar = geomap.el('section', 'gm-time', null, parent);
    geomap.label(bar, 'time');
    var play = ui.play = geomap.button('gm-play', '▶', bar, () => { run(ui, !ui.playing); });
    geomap.label(play, 'play');
    var track = geomap.el('div', 'gm-track', null, bar);
    ui.histogram = geomap.el('canvas', 'gm-histogram', null, track);
    ui.histogram.setAttribute('aria-hidden', 'true');
    var range = ui.range = geomap.el('input', 'gm-range', null, track);
    range.type = 'range';
    range.min = span[0];
    range.max = span[1];
    range.step = 1;
    range.value = time.at ?? span[1];
    geomap.label(range, 'day');
    geomap.on(range, 'input', () => { run(ui, false); geomap.setDay(ui, Number(range.value)); });
    geomap.on(range, 'keydown', event => {
      var step = { PageUp: 7, PageDown: -7 }[event.key];
      if (!step) { return; }
      event.preventDefault();
      geomap.setDay(ui, Number(range.value) + step);
    });
    var ends = geomap.el('div', 'gm-ends', null, track);
    geomap.el('span', '', geomap.date(span[0], 'short'), ends);
    geomap.el('span', '', geomap.date(span[1], 'short'), ends);
    ui.dayLabel = geomap.el('output', 'gm-day', '', bar);
    var details = geomap.el('details', 'gm-time-more', null, bar);
    geomap.el('summary', '', geomap.t('time_options'), details);
    settings(ui, geomap.el('div', 'gm-time-box', null, details));
    geomap.on(details, 'keydown', event => { if (event.key === 'Escape') { details.open = false; details.firstChild.focus(); } });
    say(ui);
  };

  function settings(ui, box) {
    var scene = ui.scene;
    var time = scene.time;
    var mode = field(box, geomap.t('mode'), document.createElement('select'));
    ['until', 'window', 'day'].forEach(name => { option(mode, name, geomap.t('mode_' + name), time.mode === name); });
    var days = field(box, geomap.t('window_days'), document.createElement('input'));
    days.type = 'number';
    days.min = 1;
    days.max = 3650;
    days.value = time.days;
    days.parentNode.hidden = time.mode !== 'window';
    geomap.on(mode, 'change', () => {
      time.mode = mode.value;
      days.parentNode.hidden = time.mode !== 'window';
      geomap.setDay(ui, Number(ui.range.value));
    });
    geomap.on(days, 'change', () => {
      var value = Math.round(Number(days.value));
      time.days = value >= 1 && value <= 3650 ? value : 7;
      days.value = time.days;
      geomap.setDay(ui, Number(ui.range.value));
    });
    if (ui.spans.event && ui.spans.published && ui.scene.stores.length) {
      var clock = field(box, geomap.t('clock'), document.createElement('select'));
      ['event', 'published'].forEach(name => { option(clock, name, geomap.t('clock_' + name), time.by === name); });
      geomap.on(clock, 'change', () => {
        time.by = clock.value;
        time.at = null;
        scene.retime();
        ui.rebuildTime();
        scene.refresh();
      });
    }
    var n = undatedOf(scene);
    if (n) {
      var undated = document.createElement('input');
      undated.type = 'checkbox';
      undated.checked = time.undated;
      field(box, geomap.t('undated', { n: geomap.number(n) }), undated);
      geomap.on(undated, 'change', () => { time.undated = undated.checked; geomap.setDay(ui, Number(ui.range.value)); });
    }
    var areas = geomap.series(scene).length;
    if (areas || scene.stores.length) {
      var other = field(box, geomap.t('compare'), document.createElement('input'));
      other.type = 'date';
      other.min = iso(ui.span[0]);
      other.max = iso(ui.span[1]);
      if (scene.compare !== null) { other.value = iso(scene.compare); }
      var compare = () => {
        scene.compare = geomap.dayOf(other.value);
        scene.split = scene.compare !== null && (!areas || way.value === 'swipe') ? scene.split ?? 0.5 : null;
        if (way) { way.parentNode.hidden = scene.compare === null; }
        geomap.fillSwipe(ui);
        geomap.fillLayers(ui);
        scene.refresh();
        if (scene.compare !== null && areas && !ui.narrow()) { ui.panel('layers'); }
      };
      geomap.on(other, 'change', compare);
      var way = areas ? field(box, geomap.t('compare_by'), document.createElement('select')) : null;
      if (way) {
        ['outline', 'swipe'].forEach(name => option(way, name, geomap.t('compare_' + name), (scene.split !== null) === (name === 'swipe')));
        geomap.on(way, 'change', compare);
        way.parentNode.hidden = scene.compare === null;
      }
    }
  }

  function iso(day) { return new Date(day * 86400000).toISOString().slice(0, 10); }
  geomap.iso = iso;
  /** The number of a day written as 2024-12-27, or null. */
  geomap.dayOf = text => {
    var time = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(text + 'T00:00:00Z') : NaN;
    return isNaN(time) || iso(time / 86400000) !== text ? null : time / 86400000;
  };

  /** Move the slider. At the end of an open beginning nothing is held back. */
  geomap.setDay = (ui, day) => {
    var time = ui.scene.time;
    var at = Math.max(ui.span[0], Math.min(ui.span[1], day));
    time.at = time.mode === 'until' && at === ui.span[1] && time.undated ? null : at;
    ui.range.value = at;
    say(ui);
    geomap.turnAll(ui.scene);
    ui.scene.refresh(true);
  };

  function say(ui) {
    var time = ui.scene.time;
    var at = time.at ?? ui.span[1];
    var text = time.mode === 'window' && time.days > 1 ? geomap.span(Math.max(ui.span[0], at - time.days + 1), at, 'short')
      : (time.mode === 'until' ? geomap.t(time.by === 'published' ? 'known_on' : 'until', { date: geomap.date(at, 'short') }) : geomap.date(at, 'short'));
    ui.dayLabel.textContent = text;
    ui.range.setAttribute('aria-valuetext', text);
    paintHistogram(ui);
    geomap.fillSwipe(ui);
  }
  geomap.sayTime = ui => { if (ui.timed) { ui.range.value = ui.scene.time.at ?? ui.span[1]; say(ui); } };

  function run(ui, on) {
    clearTimeout(ui.ticking);
    ui.playing = on;
    ui.play.textContent = on ? '❚❚' : '▶';
    ui.play.setAttribute('aria-label', geomap.t(on ? 'pause' : 'play'));
    if (!on) { return; }
    var span = ui.span[1] - ui.span[0];
    var step = Math.max(1, Math.round(span / 240));
    var pause = Math.max(50, Math.min(500, 15000 / Math.max(1, span / step)));
    if (Number(ui.range.value) >= ui.span[1]) { geomap.setDay(ui, ui.span[0]); }
    (function tick() {
      ui.ticking = setTimeout(() => {
        var next = Number(ui.range.value) + step;
        geomap.setDay(ui, next);
        if (next >= ui.span[1]) { run(ui, false); } else { tick(); }
      }, pause);
    })();
  }
  geomap.halt = ui => { if (ui.playing) { run(ui, false); } };

  /** Count the reports per day that layers and facets leave, an interval on each of its days. */
  geomap.fillHistogram = ui => {
    if (!ui.timed) { return; }
    var span = ui.span;
    var days = span[1] - span[0] + 1;
    var bins = Math.min(days, 160);
    var steps = new Float64Array(bins + 1);
    var published = ui.scene.time.by === 'published';
    ui.scene.stores.forEach(store => {
      if (!store.data) { return; }
      if (store.stale || !store.fails) { store.judge(); }
      var start = published ? store.col.known : store.col.start;
      var end = published ? store.col.known : store.col.end;
      for (var i = 0; i < store.n; i++) {
        if (store.fails[i] || start[i] === NO) { continue; }
        steps[Math.floor((start[i] - span[0]) * bins / days)]++;
        steps[Math.floor((end[i] - span[0]) * bins / days) + 1]--;
      }
    });
    ui.bars = [];
    for (var b = 0, n = 0; b < bins; b++) { n += steps[b]; ui.bars.push(n); }
    paintHistogram(ui);
  };

  function paintHistogram(ui) {
    if (!ui.bars || !ui.histogram.clientWidth) { return; }
    var canvas = ui.histogram;
    var wide = canvas.clientWidth;
    var tall = canvas.clientHeight;
    canvas.width = wide * 2;
    canvas.height = tall * 2;
    var c = canvas.getContext('2d');
    c.scale(2, 2);
    var most = Math.max.apply(null, ui.bars.concat([1]));
    var time = ui.scene.time;
    var at = time.at ?? ui.span[1];
    var from = time.mode === 'until' ? -Infinity : time.mode === 'day' ? at : at - time.days + 1;
    var days = (ui.span[1] - ui.span[0] + 1) / ui.bars.length;
    var step = wide / ui.bars.length;
    ui.bars.forEach((n, b) => {
      if (!n) { return; }
      var first = ui.span[0] + Math.floor(b * days);
      var last = ui.span[0] + Math.ceil((b + 1) * days) - 1;
      c.fillStyle = geomap.theme(first <= at && last >= from ? 'ink' : 'unit');
      var high = Math.max(2, n / most * tall);
      c.fillRect(b * step + (step > 3 ? 0.5 : 0), tall - high, Math.max(1, step - (step > 3 ? 1 : 0)), high);
    });
  }
})();
