/* The state of the page as a link, and what is shown as a file. Both are read and written with suspicion. */
(() => {
  'use strict';
  var geomap = window.geomap;
  var LONGEST = 4000;

  function number(text, low, high) {
    var value = /^-?\d{1,4}(\.\d{1,6})?$/.test(text) ? Number(text) : NaN;
    return value >= low && value <= high ? value : null;
  }
  function decoded(text) { try { return decodeURIComponent(text); } catch (error) { return null; } }
  function encoded(text) { return encodeURIComponent(text).replace(/[~!'()*]/g, char => '%' + char.charCodeAt(0).toString(16).toUpperCase()); }

  /** The state as the text of a link's hash. */
  geomap.state = ui => {
    var scene = ui.scene;
    var time = scene.time;
    var centre = scene.map.getCenter();
    var parts = ['v=' + [centre.lat.toFixed(4), centre.lng.toFixed(4), scene.map.getZoom().toFixed(2)].join(',')];
    if (time.at !== null || time.mode !== 'until') { parts.push('t=' + time.mode + ',' + (time.at === null ? '' : geomap.iso(time.at)) + ',' + time.days); }
    if (time.by !== ui.firstClock) { parts.push('b=' + time.by); }
    if (!time.undated) { parts.push('u=0'); }
    if (scene.compare !== null) { parts.push('c=' + geomap.iso(scene.compare)); }
    if (geomap.swiping(scene)) { parts.push('s=' + scene.split.toFixed(2)); }
    var turned = ui.entries.map((entry, k) => scene.map.hasLayer(entry.object) === entry.first ? null : k).filter(k => k !== null);
    if (turned.length) { parts.push('l=' + turned.join('.')); }
    geomap.FACETS.forEach(name => {
      if (scene.picks[name].size) { parts.push(name + '=' + Array.from(scene.picks[name], encoded).sort().join('~')); }
    });
    if (scene.only) { parts.push('q=' + encoded(scene.onlyText)); }
    if (geomap.lang !== ui.meta.lang) { parts.push('g=' + geomap.lang); }
    return parts.join('&');
  };

  /** Take up the state of a hash: whatever is not exactly as we write it is left out. */
  geomap.restore = (ui, hash) => {
    var scene = ui.scene;
    var time = scene.time;
    var given = Object.create(null);
    String(hash).slice(0, LONGEST).replace(/^#/, '').split('&').forEach(part => {
      var found = /^([a-z]{1,9})=([\w.,~%+-]*)$/.exec(part);
      if (found) { given[found[1]] = found[2]; }
    });
    geomap.FACETS.forEach(name => {
      scene.picks[name].clear();
      var known = new Set();
      scene.stores.forEach(store => { var facet = store.data && store.facet(name); if (facet) { facet.values.forEach(value => { known.add(value); }); } });
      (given[name] === undefined ? [] : given[name].split('~')).forEach(text => {
        var value = decoded(text);
        if (known.has(value)) { scene.picks[name].add(value); }
      });
    });
    var turned = new Set((given.l || '').split('.').filter(k => /^\d{1,3}$/.test(k)).map(Number));
    ui.entries.forEach((entry, k) => {
      var on = turned.has(k) ? !entry.first : entry.first;
      if (scene.map.hasLayer(entry.object) !== on) { scene.map[on ? 'addLayer' : 'removeLayer'](entry.object); }
    });
    time.by = ui.timed && (given.b === 'event' || given.b === 'published') && ui.spans[given.b] ? given.b : ui.firstClock;
    time.undated = given.u !== '0';
    var clock = /^(until|window|day),(\d{4}-\d{2}-\d{2})?,(\d{1,4})$/.exec(given.t || '');
    time.mode = ui.timed && clock ? clock[1] : 'until';
    time.days = clock && Number(clock[3]) >= 1 && Number(clock[3]) <= 3650 ? Number(clock[3]) : 7;
    var span = ui.timed ? ui.spans[time.by] : null;
    var day = ui.timed && clock && clock[2] ? geomap.dayOf(clock[2]) : null;
    time.at = day !== null && day >= span[0] && day <= span[1] ? day : null;
    var compare = given.c ? geomap.dayOf(given.c) : null;
    scene.compare = compare !== null && span && compare >= span[0] && compare <= span[1] ? compare : null;
    scene.split = scene.compare !== null ? number(given.s || '', 0, 1) : null;
    if (scene.split === null && !geomap.series(scene).length) { scene.compare = null; }
    var text = given.q ? decoded(given.q) : null;
    scene.only = null;
    if (text && text.length <= 100) { geomap.restrict(scene, text); }
    var view = (given.v || '').split(',');
    var lat = number(view[0], -85, 85);
    var lon = number(view[1], -180, 180);
    var zoom = number(view[2], scene.map.getMinZoom(), scene.map.getMaxZoom());
    if (view.length === 3 && lat !== null && lon !== null && zoom !== null) { scene.map.setView([lat, lon], zoom, { animate: false }); }
    var lang = given.g === 'en' || given.g === 'uk' || given.g === 'ru' ? given.g : ui.meta.lang;
    scene.sieve();
    geomap.turnAll(scene);
    if (lang !== geomap.lang) { geomap.speak(lang); ui.rebuild(); } else { ui.rebuildTime(); geomap.fillLayers(ui); }
    scene.refresh();
  };

  /** Keep the address up to date with the state; a page as it first was has none. */
  geomap.remember = ui => {
    var state = geomap.state(ui);
    var wanted = state === ui.firstState ? '' : '#' + state;
    if (wanted === location.hash || (ui.lastHash || '') === wanted) { return; }
    ui.lastHash = wanted;
    try { history.replaceState(null, '', wanted || location.pathname + location.search); } catch (error) { ui.homeless = true; }
  };

  // ---- files
  var FORMULA = /^'*[=+\-@\t\r]/;
  function guarded(text) {
    var plain = String(text).replace(/\0/g, '\ufffd');
    var safe = FORMULA.test(plain) ? "'" + plain : plain;
    return /[",\r\n]/.test(safe) ? '"' + safe.replace(/"/g, '""') + '"' : safe;
  }

  /** One report as plain values. */
  function record(store, row) {
    var col = store.col;
    var point = col.kind[row] === geomap.EVENT.POINT;
    var day = value => value === geomap.NO_DAY ? '' : geomap.iso(value);
    var values = {
      event_type: store.type(row), claim_status: store.status(row), claimant_side: store.side(row), precision: store.data.precisions[col.precision[row]],
      date_start: day(col.start[row]), date_end: day(col.end[row])
    };
    if (store.data.sources) { values.source = store.text('source', row); }
    Object.keys(store.texts.columns).forEach(name => {
      if (!Object.hasOwn(values, name)) { values[name] = store.text(name, row); }
    });
    values.latitude = point ? col.y[row] / 100000 : '';
    values.longitude = point ? col.x[row] / 100000 : '';
    values.radius_km = col.radius[row] ? Math.round(col.radius[row] * 1000) / 1000 : '';
    return values;
  }

  function shown(ui, visit) {
    ui.scene.stores.forEach(store => {
      if (store.data && store.texts) { store.visible().forEach(row => { visit(store, row); }); }
    });
  }

  /** What is shown, as CSV: UTF-8, commas, cells that a spreadsheet would run are guarded. */
  geomap.csv = ui => {
    var names = [];
    var rows = [];
    shown(ui, (store, row) => {
      var values = record(store, row);
      Object.keys(values).forEach(name => { if (names.indexOf(name) < 0) { names.push(name); } });
      rows.push(values);
    });
    return [names.map(guarded).join(',')].concat(rows.map(values => {
      return names.map(name => { var value = Object.hasOwn(values, name) ? values[name] : ''; return typeof value === 'number' ? String(value) : guarded(value); }).join(',');
    })).join('\r\n') + '\r\n';
  };

  /** What is shown, as GeoJSON (RFC 7946), with where it comes from. */
  geomap.geojson = ui => {
    var features = [];
    shown(ui, (store, row) => {
      var values = record(store, row);
      var geometry = null;
      if (values.latitude !== '') { geometry = { type: 'Point', coordinates: [values.longitude, values.latitude] }; } else if (store.col.kind[row] === geomap.EVENT.REGION) { geometry = outline(store.rings, store.regionOf[row]); }
      delete values.latitude;
      delete values.longitude;
      features.push({ type: 'Feature', geometry, properties: values });
    });
    ui.scene.shapes.forEach(area => {
      if (!area.on || !area.rings || !area.entry) { return; }
      var columns = area.texts.columns || {};
      for (var f = 0; f < area.rings.n; f++) {
        var values = { layer: geomap.titleOf(area.entry), state: area.entry.key, side: area.entry.said || '', area_km2: Number(area.km2(f)) || null };
        if (area.texts.labels[f + (area.offset || 0)]) { values.name = area.texts.labels[f + (area.offset || 0)]; }
        var day = area.shown ? geomap.iso(area.shown()) : columns.as_of ? columns.as_of[f] : '';
        if (day) { values.as_of = day; }
        features.push({ type: 'Feature', geometry: outline(area.rings, f, area.open), properties: values });
      }
    });
    var meta = ui.meta;
    return JSON.stringify({
      type: 'FeatureCollection', title: meta.title, as_of: meta.as_of, disclaimer: geomap.disclaimer(meta), sources: meta.sources, attribution: meta.attribution,
      features
    });
  };

  /** A shape as lines, or as polygons: rings come normalised, outer ones turn one way and holes the other. */
  function outline(rings, f, open) {
    var polygons = [];
    var outer = 0;
    for (var r = rings.features[f]; r < rings.features[f + 1]; r++) {
      var line = [];
      var turn = 0;
      for (var i = rings.rings[r]; i < rings.rings[r + 1]; i++) {
        var lat = Math.atan(Math.sinh(Math.PI * (1 - 2 * rings.xy.y[i]))) * 180 / Math.PI;
        line.push([Math.round((rings.xy.x[i] - 0.5) * 36000000) / 100000, Math.round(lat * 100000) / 100000]);
        if (i > rings.rings[r]) { turn += rings.xy.x[i - 1] * rings.xy.y[i] - rings.xy.x[i] * rings.xy.y[i - 1]; }
      }
      if (open) { polygons.push(line); continue; }
      outer = outer || Math.sign(turn);
      var hole = Math.sign(turn) !== outer && polygons.length;
      // RFC 7946: outer rings counter-clockwise on the map, where y grows downwards, holes clockwise.
      if ((turn > 0) !== Boolean(hole)) { line.reverse(); }
      if (hole) { polygons[polygons.length - 1].push(line); } else { polygons.push([line]); }
    }
    if (open) { return { type: 'MultiLineString', coordinates: polygons }; }
    return polygons.length === 1 ? { type: 'Polygon', coordinates: polygons[0] } : { type: 'MultiPolygon', coordinates: polygons };
  }

  /** A file name made of nothing but a to z, digits and hyphens. */
  geomap.fileName = (title, ending) => {
    var slug = String(title || '').toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^-+|-+$/g, '').slice(0, 60).replace(/-+$/, '');
    return (slug || 'geomap') + '.' + ending;
  };

  function hand(text, type, name) {
    var url = URL.createObjectURL(new Blob([text], { type }));
    var anchor = document.createElement('a');
    anchor.href = url;
    anchor.download = name;
    anchor.click();
    setTimeout(() => { URL.revokeObjectURL(url); }, 10000);
  }

  geomap.buildTake = (ui, parent) => {
    var box = geomap.el('span', 'gm-take', null, parent);
    geomap.el('b', '', geomap.t('take') + ' ', box);
    if (ui.reporting) { geomap.button('gm-plain', 'CSV', box, () => { hand(geomap.csv(ui), 'text/csv;charset=utf-8', geomap.fileName(ui.meta.title, 'csv')); }); }
    geomap.button('gm-plain', 'GeoJSON', box, () => { hand(geomap.geojson(ui), 'application/geo+json', geomap.fileName(ui.meta.title, 'geojson')); });
    geomap.button('gm-plain gm-copy', geomap.t('copy_link'), box, () => {
      geomap.remember(ui);
      var link = location.href;
      var told = done => { ui.announce(geomap.t(done ? 'copied' : 'link_in_address')); };
      if (navigator.clipboard) { navigator.clipboard.writeText(link).then(() => { told(true); }, () => { told(false); }); } else { told(false); }
    });
    return box;
  };
})();
