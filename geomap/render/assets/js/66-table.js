/* The table: the same reports as the map, row by row; only the rows in sight are elements. */
(() => {
  'use strict';
  var geomap = window.geomap;
  var ROW = 30;
  var TALL = 6000000;

  var COLUMNS = [
    { key: 'date', wide: 136, text(s, r) { return geomap.when(s, r, 'short'); }, value(s, r) { return s.col.start[r]; } },
    { key: 'facet_type', wide: 172, text(s, r) { return geomap.term('type_', s.type(r)); } },
    { key: 'col_place', wide: 150, text(s, r) { return s.label(r) || geomap.t('no_place'); } },
    { key: 'admin', wide: 190, text(s, r) { return s.text('place_admin', r) || s.text('region', r); } },
    { key: 'facet_side', wide: 96, text(s, r) { return geomap.term('side_', s.side(r)); } },
    { key: 'facet_status', wide: 160, text(s, r) { return geomap.term('status_', s.status(r)); } },
    { key: 'speaker', wide: 170, text(s, r) { return s.text('claimant', r); } },
    { key: 'number', wide: 120, text(s, r) { return geomap.count(s, r); }, value(s, r) { return parseFloat(s.text('count_low', r) || s.text('count_high', r)) || -1; } },
    { key: 'facet_source', wide: 160, text(s, r) { return s.text('source', r); } },
    { key: 'precision', wide: 170, text(s, r) { var p = s.data.precisions[s.col.precision[r]]; return s.col.kind[r] === geomap.EVENT.UNPLACED ? geomap.t('not_on_map') : p ? geomap.term('precision_', p) : ''; } }
  ];
  geomap.COLUMNS = COLUMNS;

  geomap.buildTable = (ui, box) => {
    var table = ui.table = { items: null, sort: 0, down: true, active: 0, made: new Map() };
    var grid = geomap.el('div', 'gm-grid', null, box);
    grid.setAttribute('role', 'grid');
    geomap.label(grid, 'table');
    grid.setAttribute('aria-colcount', COLUMNS.length);
    var headGroup = geomap.el('div', 'gm-grid-head', null, grid);
    headGroup.setAttribute('role', 'rowgroup');
    var head = geomap.el('div', 'gm-row', null, headGroup);
    head.setAttribute('role', 'row');
    head.setAttribute('aria-rowindex', 1);
    table.heads = COLUMNS.map((column, k) => {
      var cell = geomap.el('div', 'gm-cell', null, head);
      cell.setAttribute('role', 'columnheader');
      cell.style.width = column.wide + 'px';
      geomap.button('gm-sort', geomap.t(column.key), cell, () => {
        table.down = table.sort === k ? !table.down : column.key === 'date' || column.key === 'number';
        table.sort = k;
        table.active = 0;
        geomap.fillTable(ui);
      });
      return cell;
    });
    var body = table.body = geomap.el('div', 'gm-grid-body', null, grid);
    body.setAttribute('role', 'rowgroup');
    table.space = geomap.el('div', 'gm-grid-space', null, body);
    table.space.setAttribute('role', 'presentation');
    table.grid = grid;
    var wide = COLUMNS.reduce((sum, column) => sum + column.wide, 0);
    head.style.width = table.space.style.width = wide + 'px';
    geomap.on(grid, 'scroll', () => { draw(ui); });
    geomap.on(body, 'keydown', event => { keys(ui, event); });
    geomap.on(body, 'click', event => {
      var row = event.target.closest('.gm-row');
      if (!row) { return; }
      move(ui, Number(row.getAttribute('aria-rowindex')) - 2, true);
      choose(ui, table.active);
    });
  };

  function order(ui) {
    var table = ui.table;
    var column = COLUMNS[table.sort];
    var stores = ui.scene.stores.filter(store => store.data && store.texts);
    var items = [];
    stores.forEach((store, s) => { store.visible().forEach(row => { items.push(s * 4294967296 + row); }); });
    function value(item) {
      var store = stores[Math.floor(item / 4294967296)];
      return column.value ? column.value(store, item % 4294967296) : column.text(store, item % 4294967296);
    }
    var values = items.map(value);
    var compare = column.value ? (a, b) => a - b : new Intl.Collator(geomap.lang, { numeric: true }).compare;
    var sign = table.down ? -1 : 1;
    var places = Uint32Array.from(items.keys()).sort((i, j) => sign * compare(values[i], values[j]) || i - j);
    table.items = Array.from(places, i => items[i]);
    table.stores = stores;
  }
  function item(ui, i) {
    var code = ui.table.items[i];
    return { store: ui.table.stores[Math.floor(code / 4294967296)], row: code % 4294967296 };
  }

  /** Order the rows anew; costs nothing while the table is closed. */
  geomap.fillTable = ui => {
    var table = ui.table;
    if (!ui.tableOpen()) { table.items = null; return; }
    order(ui);
    table.heads.forEach((cell, k) => {
      cell.setAttribute('aria-sort', k === table.sort ? (table.down ? 'descending' : 'ascending') : 'none');
    });
    table.grid.setAttribute('aria-rowcount', table.items.length + 1);
    table.height = Math.min(table.items.length * ROW, TALL);
    table.space.style.height = table.height + 'px';
    table.active = Math.max(0, Math.min(table.active, table.items.length - 1));
    table.made.forEach(row => { row.remove(); });
    table.made.clear();
    draw(ui);
  };

  /** First row in sight, and how far down the space it stands: beyond some height rows and scroll bar part ways. */
  function sight(table) {
    var room = table.grid.clientHeight - ROW;
    var top = table.grid.scrollTop;
    var whole = table.items.length * ROW;
    if (whole <= TALL) { return { first: top / ROW, shift: 0, count: room / ROW }; }
    var first = top / Math.max(1, TALL - room) * (table.items.length - room / ROW);
    return { first, shift: top - first * ROW, count: room / ROW };
  }

  function draw(ui) {
    var table = ui.table;
    if (!table.items) { return; }
    var at = sight(table);
    var from = Math.max(0, Math.floor(at.first) - 6);
    var to = Math.min(table.items.length, Math.ceil(at.first + at.count) + 6);
    var focused = table.body.contains(document.activeElement);
    table.made.forEach((row, i) => { if (i < from || i >= to) { row.remove(); table.made.delete(i); } });
    for (var i = from; i < to; i++) {
      var row = table.made.get(i);
      if (!row) {
        row = make(ui, i);
        table.made.set(i, row);
        var next = Array.from(table.space.children).find(other => Number(other.getAttribute('aria-rowindex')) > i + 2);
        table.space.insertBefore(row, next || null);
      }
      row.style.top = i * ROW + at.shift + 'px';
      row.tabIndex = i === table.active ? 0 : -1;
    }
    if (!table.made.has(table.active) && table.made.size) { table.made.values().next().value.tabIndex = 0; }
    if (focused && document.activeElement === document.body && table.made.has(table.active)) { table.made.get(table.active).focus({ preventScroll: true }); }
  }

  function make(ui, i) {
    var what = item(ui, i);
    var row = document.createElement('div');
    row.className = 'gm-row';
    row.setAttribute('role', 'row');
    row.setAttribute('aria-rowindex', i + 2);
    row.setAttribute('data-report', ui.scene.stores.indexOf(what.store) + ':' + what.row);
    mark(row, what);
    COLUMNS.forEach((column, k) => {
      var cell = geomap.said('div', 'gm-cell', column.text(what.store, what.row), row);
      cell.setAttribute('role', 'gridcell');
      cell.style.width = column.wide + 'px';
      if (k === 1) {
        cell.insertBefore(geomap.swatch({ type: what.store.type(what.row), status: what.store.status(what.row), colour: what.store.colour(what.row) }, 20, 18), cell.firstChild);
      }
    });
    return row;
  }
  function mark(row, what) { row.setAttribute('aria-selected', String(what.store.chosen === what.row)); }

  function move(ui, to, focus) {
    var table = ui.table;
    table.active = Math.max(0, Math.min(to, table.items.length - 1));
    var at = sight(table);
    if (table.active < at.first || table.active + 1 > at.first + at.count) {
      var share = table.height / (table.items.length * ROW);
      var wanted = table.active < at.first ? table.active : table.active + 1 - at.count;
      table.grid.scrollTop = Math.max(0, wanted * ROW * share);
    }
    draw(ui);
    if (focus && table.made.has(table.active)) { table.made.get(table.active).focus({ preventScroll: true }); }
  }

  function keys(ui, event) {
    var table = ui.table;
    var page = Math.max(1, Math.floor(sight(table).count) - 1);
    var steps = { ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page, Home: -Infinity, End: Infinity };
    if (event.key === 'Enter' || event.key === ' ') { choose(ui, table.active); } else if (steps[event.key]) { move(ui, table.active + steps[event.key], true); } else { return; }
    event.preventDefault();
  }

  function choose(ui, i) {
    var what = item(ui, i);
    if (what.store.place(what.row)) { geomap.go(ui, what); return; }
    ui.scene.stores.forEach(store => { store.chosen = store === what.store ? what.row : undefined; });
    ui.scene.map.fire('geomapchosen', what);
    ui.announce(geomap.t('not_on_map'));
  }

  /** Show in the table what was chosen on the map. */
  geomap.follow = (ui, what) => {
    var table = ui.table;
    if (!table.items) { return; }
    var code = table.stores.indexOf(what.store) * 4294967296 + what.row;
    var i = table.items.indexOf(code);
    if (i >= 0) { move(ui, i, false); }
    table.made.forEach((row, k) => { mark(row, item(ui, k)); });
  };
})();
