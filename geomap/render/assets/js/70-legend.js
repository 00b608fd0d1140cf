/* Layers to switch, and a legend of exactly what is drawn. */
(() => {
  'use strict';
  var geomap = window.geomap;
  var STATUSES = ['confirmed', 'admitted', 'reported', 'claimed', 'disputed', 'denied', 'unknown'];
  var SIDES = ['UA', 'RU', 'neutral', 'unknown'];
  var PAIRED = new Set(['confirmed', 'inferred', 'claimed', 'stale']);

  function sorted(counts, order) {
    return Object.keys(counts).sort((a, b) => {
      var i = order.indexOf(a);
      var j = order.indexOf(b);
      return (i < 0 ? 99 : i) - (j < 0 ? 99 : j) || (a < b ? -1 : 1);
    });
  }

  /** How many visible rows have each type, status, side, and which marks are needed. */
  geomap.drawn = scene => {
    var bare = () => Object.create(null);
    var found = { types: bare(), statuses: bare(), sides: bare(), discs: 0, regions: 0, ambiguous: 0, several: 0 };
    var mark = geomap.EVENT;
    scene.stores.forEach(store => {
      if (!store.data) { return; }
      var col = store.col;
      var rows = store.visible();
      var types = new Uint32Array(store.data.types.length);
      var statuses = new Uint32Array(store.data.statuses.length);
      var sides = new Uint32Array(store.data.sides.length);
      for (var k = 0; k < rows.length; k++) {
        var row = rows[k];
        if (col.kind[row] === mark.UNPLACED) { continue; }
        types[col.type[row]]++;
        statuses[col.status[row]]++;
        sides[col.side[row]]++;
        var flags = col.flags[row];
        if (col.kind[row] === mark.REGION) { found.regions += flags & mark.COUNTRY ? 0 : 1; } else if (scene.discs && flags & mark.DISC) { found.discs++; }
        if (flags & mark.AMBIGUOUS) { found.ambiguous++; }
      }
      [[types, store.data.types, found.types], [statuses, store.data.statuses, found.statuses], [sides, store.data.sides, found.sides]].forEach(part => {
        part[0].forEach((n, code) => { if (n) { part[2][part[1][code]] = (part[2][part[1][code]] || 0) + n; } });
      });
      store.spots.forEach(spot => { if (spot.n > 1) { found.several++; } });
    });
    return found;
  };

  /** The name of a layer in the page's language; a name somebody gave it stays. */
  geomap.titleOf = entry => {
    var style = entry.style || {};
    if (entry.group === 'control') {
      return entry.key === 'band' || entry.key === 'front' ? geomap.t(entry.key)
        : geomap.t('state_' + entry.key, { side: entry.said ? geomap.term('side_', entry.said) : geomap.t('side_unknown') });
    }
    if (entry.group === 'change') { return style.kind === 'gained' || style.kind === 'lost' ? geomap.t('change_' + style.kind) : geomap.t(style.kind, { date: geomap.date(entry.date) }); }
    if (entry.group === 'areas') { return entry.named ? entry.title : geomap.t('areas'); }
    if (entry.group === 'uncertainty' || (entry.group === 'base' && !entry.tiles)) { return geomap.t(entry.key); }
    if (entry.group === 'events' && entry.by) {
      var prefix = { event_type: 'type_', claim_status: 'status_', claimant_side: 'side_' }[entry.by];
      return prefix ? geomap.term(prefix, entry.value) : entry.value || geomap.t('none');
    }
    return entry.group === 'events' ? entry.heading || geomap.t('reports') : entry.title;
  };

  function neutral() { return geomap.theme('sample'); }

  function item(list, swatches, label) {
    var row = geomap.el('li', 'gm-legend-item', null, list);
    var keys = geomap.el('span', 'gm-keys', null, row);
    [].concat(swatches).forEach(swatch => keys.appendChild(swatch));
    geomap.said('span', '', label, row);
    return row;
  }

  /** The states of control. Where both sides have one, it is one row with a sample for each. */
  function states(list, control) {
    var of = key => control.filter(entry => entry.key === key);
    var both = control.filter(entry => PAIRED.has(entry.key) && of(entry.key).length > 1);
    var sides = Array.from(new Set(both.map(entry => entry.said))).sort((a, b) => SIDES.indexOf(a) - SIDES.indexOf(b));
    if (both.length) {
      list.classList.add('gm-paired');
      var head = item(list, sides.map(side => geomap.el('abbr', 'gm-side-code', side)), '');
      head.querySelectorAll('abbr').forEach((code, k) => { code.title = geomap.term('side_', sides[k]); });
    }
    control.forEach(entry => {
      var same = both.includes(entry) ? of(entry.key) : [entry];
      if (same[0] !== entry) { return; }
      var paired = same.length > 1;
      var keys = paired ? sides.map(side => same.find(other => other.said === side)) : same;
      var row = item(list, keys.map(one => one ? geomap.swatch({ style: one.style }, 26, 14) : geomap.el('span', 'gm-swatch gm-absent')),
        paired ? geomap.t('row_' + entry.key) : geomap.titleOf(entry));
      if (paired) { geomap.el('span', 'gm-status', ': ' + keys.filter(Boolean).map(one => geomap.term('side_', one.said)).join(', '), row); }
    });
  }

  function section(box, title) {
    var part = geomap.el('div', 'gm-legend-part', null, box);
    geomap.el('h3', 'gm-legend-title', title, part);
    return geomap.el('ul', 'gm-legend-list', null, part);
  }

  geomap.fillLegend = ui => {
    var box = ui.legend;
    var scene = ui.scene;
    var found = geomap.drawn(scene);
    if (geomap.swiping(scene)) {
      var left = geomap.during(scene, scene.compare, () => geomap.drawn(scene));
      ['types', 'statuses', 'sides'].forEach(part => Object.keys(left[part]).forEach(name => { found[part][name] = (found[part][name] || 0) + left[part][name]; }));
      ['discs', 'regions', 'ambiguous'].forEach(mark => { found[mark] += left[mark]; });
    }
    box.textContent = '';
    var control = ui.entries.filter(entry => entry.group === 'control' && scene.map.hasLayer(entry.object));
    var areas = ui.entries.filter(entry => entry.group === 'areas' && scene.map.hasLayer(entry.object));
    var other = ui.entries.filter(entry => entry.group === 'other' && scene.map.hasLayer(entry.object));
    control.sort((a, b) => a.sort - b.sort);
    var list;
    if (control.length) {
      list = section(box, geomap.t('control'));
      states(list, control);
      if (control.some(entry => entry.key === 'confirmed' || entry.key === 'inferred')) { item(list, geomap.el('span', 'gm-blank'), geomap.t('state_no_data')); }
    }
    var changed = ui.entries.filter(entry => entry.group === 'change' && scene.map.hasLayer(entry.object));
    if (changed.length) {
      list = section(box, geomap.t('change'));
      changed.forEach(entry => { item(list, geomap.swatch({ style: entry.style }, 26, 14), geomap.titleOf(entry)); });
    }
    if (scene.compare !== null && !geomap.swiping(scene) && geomap.series(scene).length) { geomap.comparisonLegend(scene, section(box, geomap.t('change')), item); }
    var types = Object.keys(found.types);
    if (types.length) {
      list = section(box, geomap.t('by_type', { what: geomap.t('col_type') }));
      types.sort((a, b) => found.types[b] - found.types[a] || (a < b ? -1 : 1)).forEach(type => {
        item(list, geomap.swatch({ type, status: 'confirmed', colour: neutral() }, 26, 18), geomap.term('type_', type));
      });
      list = section(box, geomap.t('by_status'));
      sorted(found.statuses, STATUSES).forEach(status => {
        item(list, geomap.swatch({ type: 'other', status, colour: neutral() }, 26, 18), geomap.term('status_', status));
      });
      list = section(box, geomap.t('by_side'));
      list.classList.add('gm-inline');
      sorted(found.sides, SIDES).forEach(side => {
        item(list, geomap.swatch({ type: 'other', status: 'confirmed', colour: geomap.sideColour(side) }, 26, 18), geomap.term('side_', side));
      });
    }
    if (found.several) { item(list, geomap.swatch({ several: true }, 26, 20), geomap.t('several')); }
    if (found.discs || found.regions || found.ambiguous) {
      list = section(box, geomap.t('uncertainty'));
      if (found.discs) { item(list, geomap.swatch({ disc: true }, 26, 18), geomap.t('discs')); }
      if (found.regions) { item(list, geomap.swatch({ style: { kind: 'region', colour: neutral() } }, 26, 14), geomap.t('region')); }
      if (found.ambiguous) { item(list, geomap.swatch({ type: 'other', status: 'claimed', colour: neutral(), doubt: true }, 26, 26), geomap.t('ambiguous')); }
    }
    if (areas.length || other.length) {
      list = section(box, geomap.t('areas'));
      areas.forEach(entry => { item(list, geomap.swatch({ style: entry.style }, 26, 14), geomap.titleOf(entry)); });
      other.forEach(entry => { item(list, geomap.el('span', 'gm-swatch gm-swatch-none'), entry.title); });
    }
    box.classList.toggle('gm-one', box.childNodes.length < 2);
    if (!box.childNodes.length) { geomap.el('p', 'gm-small', geomap.t('nothing'), box); }
  };

  function toggle(list, label, swatch, on, count, action) {
    var row = geomap.el('label', 'gm-toggle', null, geomap.el('li', '', null, list));
    var box = geomap.el('input', '', null, row);
    box.type = 'checkbox';
    box.checked = on;
    geomap.on(box, 'change', () => { action(box.checked); });
    if (swatch) { row.appendChild(swatch); }
    geomap.said('span', 'gm-toggle-name', label, row);
    box.counted = geomap.el('span', 'gm-count', count === undefined ? '' : geomap.number(count), row);
    return box;
  }

  function group(box, title) {
    var field = geomap.el('fieldset', 'gm-group', null, box);
    geomap.said('legend', '', title, field);
    return geomap.el('ul', '', null, field);
  }

  geomap.fillLayers = ui => {
    var box = ui.layers;
    var scene = ui.scene;
    box.textContent = '';
    function layers(title, entries, swatch) {
      if (!entries.length) { return; }
      var list = group(box, title);
      entries.forEach(entry => {
        entry.box = toggle(list, geomap.titleOf(entry), swatch ? swatch(entry) : null, scene.map.hasLayer(entry.object), entry.group === 'events' ? entry.n : undefined, on => {
          scene.map[on ? 'addLayer' : 'removeLayer'](entry.object);
        });
      });
    }
    function of(name) { return ui.entries.filter(entry => entry.group === name); }
    var datasets = {};
    of('events').forEach(entry => { (datasets[entry.dataset] = datasets[entry.dataset] || []).push(entry); });
    Object.keys(datasets).forEach(key => {
      var entries = datasets[key];
      var by = entries[0].by;
      var what = by === 'event_type' ? geomap.t('col_type') : by === 'claim_status' ? geomap.t('by_status').toLowerCase()
        : by === 'claimant_side' ? geomap.t('by_side').toLowerCase() : by;
      var heading = entries[0].heading || (by ? geomap.t('by_type', { what }) : geomap.t('reports'));
      layers(heading, entries, entry => {
        return geomap.swatch({
          type: by === 'event_type' ? entry.value : 'other', status: by === 'claim_status' ? entry.value : 'confirmed',
          colour: by === 'claimant_side' ? geomap.sideColour(entry.value) : neutral()
        }, 22, 18);
      });
    });
    var control = of('control').sort((a, b) => a.sort - b.sort);
    layers(geomap.t('control'), control, entry => geomap.swatch({ style: entry.style }, 22, 13));
    layers(geomap.t('areas'), of('areas'), entry => geomap.swatch({ style: entry.style }, 22, 13));
    layers(geomap.t('change'), of('change'), entry => geomap.swatch({ style: entry.style }, 22, 13));
    geomap.changeTables(ui, box);
    if (scene.today !== null && datasets[0]) {
      toggle(group(box, geomap.t('age')), geomap.t('fade'), null, scene.fading, undefined, on => { scene.fading = on; scene.refresh(); });
    }
    layers(geomap.t('uncertainty'), of('uncertainty'), () => geomap.swatch({ disc: true }, 22, 18));
    layers(geomap.t('other'), of('other'));
    var base = of('base');
    layers(geomap.t('base'), base);
    // One ground at a time: tiles would lie under the drawn one.
    var grounds = base.some(entry => entry.tiles) ? base.filter(entry => entry.tiles || entry.key === 'ground') : [];
    grounds.forEach(entry => {
      entry.box.type = 'radio';
      entry.box.name = 'gm-ground';
      geomap.on(entry.box, 'change', () => {
        grounds.forEach(other => { if (other !== entry) { scene.map.removeLayer(other.object); } });
      });
    });
    geomap.fillKm2(ui);
  };

  /** Square kilometres beside the layers of control, on the day shown. */
  geomap.fillKm2 = ui => {
    ui.entries.forEach(entry => {
      var area = entry.object.area;
      if (!area || !entry.box || entry.group !== 'control') { return; }
      var km2 = area.rings && entry.key !== 'band' ? area.total() : 0;
      entry.box.counted.textContent = km2 > 0 ? geomap.number(km2) + ' km²' : '';
    });
  };
})();
