/* Events: typed arrays, one canvas, no element per event. */
(function () {
  'use strict';
  var geomap = window.geomap;
  var POINT = 0;
  var REGION = 1;
  var UNPLACED = 2;
  var AMBIGUOUS = 1;
  var DISC = 4;
  var COUNTRY = 8;
  var RADIUS = 7;
  var FEW = 3000;
  var CELL = 46;
  var NAMED = 60;
  var LATER = 20000;
  var NAME_FONT = '600 12px system-ui, sans-serif';

  geomap.EVENT = { COUNTRY, POINT, REGION, UNPLACED, AMBIGUOUS, GRAPHIC: 2, DISC };

  /** One events table. Its groups are switched by layers, its statuses and sides by filters. */
  geomap.Store = function (scene, dataId, textId) {
    var store = this;
    this.scene = scene;
    this.groupsOn = {};
    this.n = 0;
    this.spots = [];
    this.order = 10;
    this.discs = { order: 7, paint(view) { store.paintDiscs(view); } };
    this.regions = { order: 6.5, paint(view) { store.paintRegions(view); } };
    var loaded = geomap.columns(dataId).then(data => {
      store.load(data);
      scene.add('areas', store.discs);
      scene.add('areas', store.regions);
      scene.add('events', store);
    });
    this.ready = loaded.then(() => store.n > LATER && new Promise(go => { setTimeout(go, 80); }))
      .then(() => geomap.texts(textId)).then(texts => {
        store.texts = texts;
        scene.refresh();
      });
    // The texts of a large table follow when the map already answers; a link that searches needs them first.
    scene.wait(loaded.then(() => store.n > LATER && !/[#&]q=/.test(location.hash) ? null : store.ready));
  };

  geomap.Store.prototype = Object.assign({}, geomap.sieving, {
    load(data) {
      this.data = data;
      this.col = data.columns;
      this.n = data.n;
      var at = geomap.project(this.col.x, this.col.y, 100000);
      this.x = at.x;
      this.y = at.y;
      this.rings = new geomap.Rings(geomap.shapes(this.col, 'shape', 100000));
      this.regionOf = {};
      for (var i = 0; i < this.col.region_row.length; i++) { this.regionOf[this.col.region_row[i]] = this.col.region_of[i]; }
      this.inner = [];
    },

    text(column, row) {
      if (column === 'source' && this.col.source) { return this.data.sources[this.col.source[row]]; }
      var found = this.texts && this.texts.columns[column];
      return found ? found.at(row) : '';
    },
    /** Why a row is not drawn. */
    reason(row) { return this.data.reasons[this.col.reason[row]]; },
    type(row) { return this.data.types[this.col.type[row]]; },
    status(row) { return this.data.statuses[this.col.status[row]]; },
    side(row) { return this.data.sides[this.col.side[row]]; },
    colour(row) { return geomap.sideColour(this.side(row)); },
    /** The place of a row in the page's language, as far as the page knows it. */
    label(row) {
      var own = geomap.lang !== 'en' && this.text('place_name_' + geomap.lang, row);
      var english = this.text('place_name', row);
      if (own || !english) { return own || this.text('place', row); }
      if (geomap.lang === 'en' || !this.scene.gazette) { return english; }
      var at = this.col.kind[row] === POINT ? [this.col.y[row] / 100000, this.col.x[row] / 100000] : [];
      return this.scene.gazette.localName(english, at[0], at[1]);
    },

    /** What stands in a view is looked for once, however many surfaces are painted of it. */
    sight(view) {
      var rows = this.visible();
      var key = [view.scale, view.left, view.top, view.width, view.height].join();
      if (!this.seeing || this.seeing.rows !== rows || this.seeing.key !== key) { this.seeing = { rows: rows, key: key }; }
      return this.seeing;
    },

    /** Where each sign stands. */
    plan(view) {
      var sight = this.sight(view);
      return sight.spots = sight.spots || this.lay(view);
    },

    /** Events at one place fan out beside each other. */
    lay(view) {
      var rows = this.inView(view);
      if (rows.length > FEW) { return this.gather(rows, view); }
      var byPlace = new Map();
      for (var k = 0; k < rows.length; k++) {
        var i = rows[k];
        var key = this.col.x[i] + ',' + this.col.y[i];
        var found = byPlace.get(key);
        if (found) { found.push(i); } else { byPlace.set(key, [i]); }
      }
      var spots = [];
      byPlace.forEach(together => {
        var px = this.x[together[0]] * view.scale - view.left;
        var py = this.y[together[0]] * view.scale - view.top;
        if (together.length > 6) {
          spots.push({ x: px, y: py, row: together[together.length - 1], rows: together, n: together.length });
        } else {
          together.forEach((row, j) => {
            spots.push({ x: px + (j - (together.length - 1) / 2) * (RADIUS * 2 + 4), y: py, row, rows: together, n: 1 });
          });
        }
      });
      return spots;
    },

    /** Visible points within the view. */
    inView(view) {
      var sight = this.sight(view);
      if (sight.found) { return sight.found; }
      var rows = sight.rows;
      var found = new Uint32Array(rows.length);
      var kind = this.col.kind;
      var n = 0;
      for (var k = 0; k < rows.length; k++) {
        var i = rows[k];
        var x = this.x[i];
        var y = this.y[i];
        if (kind[i] === POINT && x >= view.west && x <= view.east && y >= view.north && y <= view.south) { found[n++] = i; }
      }
      return sight.found = found.subarray(0, n);
    },

    cell(i, view) {
      var across = Math.floor(this.x[i] * (view.scale / CELL) - view.left / CELL);
      return Math.floor(this.y[i] * (view.scale / CELL) - view.top / CELL) * Math.ceil(view.width / CELL + 1) + across;
    },

    /** Too many for single signs: one circle with a count per cell of the screen, at the middle of its events. */
    gather(rows, view) {
      var size = Math.ceil(view.width / CELL + 1) * Math.ceil(view.height / CELL + 1);
      var counts = new Int32Array(size);
      var xs = new Float64Array(size);
      var ys = new Float64Array(size);
      var last = new Int32Array(size);
      var wide = Math.ceil(view.width / CELL + 1);
      var scale = view.scale / CELL;
      var left = view.left / CELL;
      var top = view.top / CELL;
      for (var k = 0; k < rows.length; k++) {
        var i = rows[k];
        var cell = Math.floor(this.y[i] * scale - top) * wide + Math.floor(this.x[i] * scale - left);
        counts[cell]++;
        xs[cell] += this.x[i];
        ys[cell] += this.y[i];
        last[cell] = i;
      }
      var spots = [];
      for (cell = 0; cell < size; cell++) {
        if (!counts[cell]) { continue; }
        var x = xs[cell] / counts[cell] * view.scale - view.left;
        var y = ys[cell] / counts[cell] * view.scale - view.top;
        spots.push({ x, y, row: last[cell], rows: [last[cell]], n: counts[cell], cell, gathered: counts[cell] > 1 });
      }
      return spots;
    },

    /** Rows a spot stands for; of a gathered one the first fifty. */
    rowsOf(spot) {
      if (!spot.gathered) { return spot.rows; }
      return Array.from(this.inView(this.view).filter(i => this.cell(i, this.view) === spot.cell).subarray(0, 50));
    },

    paint(view) {
      if (!this.data) { return; }
      var c = view.context;
      var spots = this.spots = this.plan(view);
      this.view = view;
      spots.forEach(spot => {
        var row = spot.row;
        if (spot.gathered) { geomap.bubble(c, spot.x, spot.y, spot.n); return; }
        var sprite = geomap.sprite(this.type(row), this.status(row), this.colour(row), RADIUS, Boolean(this.col.flags[row] & AMBIGUOUS));
        c.globalAlpha = this.strength(row);
        c.drawImage(sprite.canvas, spot.x - sprite.half, spot.y - sprite.half, 2 * sprite.half, 2 * sprite.half);
        c.globalAlpha = 1;
        if (spot.n > 1) { badge(c, spot.x + 9, spot.y + 9, spot.n); }
      });
      if (this.chosen !== undefined) {
        spots.forEach(spot => {
          if (spot.row !== this.chosen) { return; }
          c.beginPath();
          c.arc(spot.x, spot.y, RADIUS + 6, 0, 7);
          c.strokeStyle = geomap.theme('focus');
          c.lineWidth = 2.5;
          c.stroke();
        });
      }
      this.paintNames(view, spots);
    },

    /** Names of the places events are at, when they are few: [x, y, width, height, text, text x, text y]. */
    placeNames(view, spots) {
      var names = [];
      if (!this.texts || spots.length > NAMED) { return names; }
      var c = view.context;
      var inner = view.inner;
      var seen = {};
      var boxes = geomap.boxes();
      spots.forEach(spot => { boxes.take(spot.x - RADIUS - 2, spot.y - RADIUS - 2, 2 * RADIUS + 4, 2 * RADIUS + 4); });
      c.font = NAME_FONT;
      spots.forEach(spot => {
        var name = geomap.brief(this.label(spot.row));
        var key = this.col.x[spot.row] + ',' + this.col.y[spot.row];
        if (!name || seen[key]) { return; }
        seen[key] = true;
        var wide = c.measureText(name).width;
        var clear = RADIUS + 6 + (spot.rows.length - 1) * (RADIUS + 2);
        var middle = spot.n > 1 ? spot.x : spot.x + ((spot.rows.length - 1) / 2 - spot.rows.indexOf(spot.row)) * (RADIUS * 2 + 4);
        var tries = [[middle + clear, spot.y], [middle - clear - wide, spot.y], [middle - wide / 2, spot.y - 17], [middle - wide / 2, spot.y + 17]];
        var fits = tries.filter(at => at[0] >= inner.left && at[0] + wide <= inner.left + inner.size.x && at[1] >= inner.top && at[1] <= inner.top + inner.size.y);
        (fits.length ? fits : tries).some(at => {
          if (!boxes.claim(at[0] - 2, at[1] - 8, wide + 4, 16)) { return false; }
          names.push([at[0] - 2, at[1] - 8, wide + 4, 16, name, at[0], at[1]]);
          return true;
        });
      });
      return names;
    },

    paintNames(view, spots) {
      var c = view.context;
      var names = this.placeNames(view, spots);
      c.font = NAME_FONT;
      c.textAlign = 'left';
      c.textBaseline = 'middle';
      c.lineJoin = 'round';
      c.strokeStyle = geomap.theme('halo');
      c.fillStyle = geomap.theme('ink');
      c.lineWidth = 3.5;
      names.forEach(name => {
        c.strokeText(name[4], name[5], name[6]);
        c.fillText(name[4], name[5], name[6]);
      });
    },

    /** Keep names of the base map off our signs and names. */
    reserve(view, boxes) {
      if (!this.data) { return; }
      var spots = this.plan(view);
      spots.forEach(spot => { boxes.take(spot.x - RADIUS - 2, spot.y - RADIUS - 2, 2 * RADIUS + 4, 2 * RADIUS + 4); });
      this.placeNames(view, spots).forEach(box => { boxes.take(box[0], box[1], box[2], box[3]); });
      this.pills(view).forEach(pill => { boxes.take(pill.x - pill.w / 2, pill.y - 11, pill.w, 22); });
    },

    paintDiscs(view) {
      if (!this.data || !this.scene.discs) { return; }
      var c = view.context;
      var done = {};
      var rows = this.visible();
      // Where signs give way to counts, discs would only be a fog.
      if (rows.length > FEW && this.inView(view).length > FEW) { return; }
      for (var k = 0; k < rows.length; k++) {
        var i = rows[k];
        if (this.col.kind[i] !== POINT || !(this.col.flags[i] & DISC)) { continue; }
        var radius = this.pixels(i, view);
        var px = this.x[i] * view.scale - view.left;
        var py = this.y[i] * view.scale - view.top;
        var key = this.col.x[i] + ',' + this.col.y[i] + ',' + this.col.radius[i] + this.side(i);
        if (done[key] || radius < 3 || px + radius < 0 || py + radius < 0 || px - radius > view.width || py - radius > view.height) { continue; }
        done[key] = true;
        c.beginPath();
        c.arc(px, py, radius, 0, 2 * Math.PI);
        geomap.discStyle(c, this.colour(i));
      }
    },

    /** The radius of a row in pixels, at its latitude. */
    pixels(row, view) {
      var latitude = this.col.y[row] / 100000 * Math.PI / 180;
      return this.col.radius[row] * 1000 / (40075016.686 * Math.cos(latitude)) * view.scale;
    },

    /** Regions that are on, each once, with the rows that speak of it. */
    regionsOn() {
      var found = new Map();
      if (!this.data) { return found; }
      for (var k = 0; k < this.col.region_row.length; k++) {
        var row = this.col.region_row[k];
        if (!this.isOn(row)) { continue; }
        var f = this.col.region_of[k];
        if (found.has(f)) { found.get(f).push(row); } else { found.set(f, [row]); }
      }
      return found;
    },

    paintRegions(view) {
      var c = view.context;
      this.regionsOn().forEach((rows, f) => {
        // A whole country is named, not tinted: its outline would read as a border.
        if (!this.rings.seen(f, view) || this.col.flags[rows[0]] & COUNTRY) { return; }
        c.beginPath();
        this.rings.trace(c, f, view);
        geomap.fillStroke(c, geomap.areaStyle(c, { kind: 'region', colour: this.colour(rows[0]) }));
      });
      this.paintPills(view);
    },

    /** Labels of regions: name, signs of what is reported; never a pin. */
    pills(view) {
      var c = view.context;
      var pills = [];
      c.font = 'italic 600 12px system-ui, sans-serif';
      this.regionsOn().forEach((rows, f) => {
        if (!this.rings.seen(f, view)) { return; }
        this.inner[f] = this.inner[f] || this.rings.inner(f);
        var name = geomap.brief(this.label(rows[0]));
        var signs = rows.slice(0, 4);
        var x = this.inner[f][0] * view.scale - view.left;
        var y = this.inner[f][1] * view.scale - view.top;
        var wide = c.measureText(name).width + signs.length * 17 + 18;
        if (this.col.flags[rows[0]] & COUNTRY && this.scene.beside) { x = Math.max(x, view.inner.left + this.scene.beside(y - view.inner.top) + wide / 2); }
        pills.push({ x, y, w: wide, name, rows, signs, f });
      });
      return pills;
    },

    paintPills(view) {
      var c = view.context;
      this.pillsDrawn = this.pills(view);
      this.pillsDrawn.forEach(pill => {
        c.beginPath();
        c.roundRect(pill.x - pill.w / 2, pill.y - 11, pill.w, 22, 11);
        c.fillStyle = geomap.theme('paper');
        c.globalAlpha = 0.92;
        c.fill();
        c.globalAlpha = 1;
        c.strokeStyle = pill.rows.indexOf(this.chosen) >= 0 ? geomap.theme('focus') : this.colour(pill.rows[0]);
        c.lineWidth = pill.rows.indexOf(this.chosen) >= 0 ? 2.5 : 1;
        c.setLineDash([5, 3]);
        c.stroke();
        c.setLineDash([]);
        pill.signs.forEach((row, k) => {
          c.save();
          c.translate(pill.x - pill.w / 2 + 14 + k * 17, pill.y);
          geomap.sign(c, this.type(row), this.status(row), this.colour(row), 5.2);
          c.restore();
        });
        c.font = 'italic 600 12px system-ui, sans-serif';
        c.textAlign = 'left';
        c.textBaseline = 'middle';
        c.fillStyle = geomap.theme('ink');
        c.fillText(pill.name, pill.x - pill.w / 2 + 8 + pill.signs.length * 17, pill.y + 0.5);
      });
    },

    /** Rows under a point of the screen, nearest first. `px`, `py`: pixels of the surface; `wx`, `wy`: world. */
    pick(px, py, wx, wy) {
      var found = [];
      if (!this.data || !this.view) { return found; }
      this.spots.forEach(spot => {
        var away = Math.hypot(spot.x - px, spot.y - py);
        if (away <= (spot.gathered ? size(spot.n) : RADIUS + 6)) { found.push([away, spot]); }
      });
      found.sort((p, q) => p[0] - q[0]);
      var rows = [];
      found.forEach(pair => {
        (pair[1].gathered ? [] : [pair[1].row]).concat(this.rowsOf(pair[1])).forEach(row => { if (rows.indexOf(row) < 0) { rows.push(row); } });
      });
      if (!rows.length) {
        (this.pillsDrawn || []).forEach(pill => {
          if (Math.abs(px - pill.x) <= pill.w / 2 && Math.abs(py - pill.y) <= 13) { rows = rows.concat(pill.rows); }
        });
      }
      return rows;
    },

    /** Rows whose region holds a point of the world. */
    pickRegion(wx, wy) {
      var rows = [];
      this.regionsOn().forEach((listed, f) => {
        if (!(this.col.flags[listed[0]] & COUNTRY) && this.rings.holds(f, wx, wy)) { rows = rows.concat(listed); }
      });
      return rows;
    },

    /** Where the map should go for a row: [latitude, longitude]. */
    place(row) {
      if (this.col.kind[row] === POINT) { return [this.col.y[row] / 100000, this.col.x[row] / 100000]; }
      if (this.col.kind[row] !== REGION) { return null; }
      var f = this.regionOf[row];
      this.inner[f] = this.inner[f] || this.rings.inner(f);
      var lat = Math.atan(Math.sinh(Math.PI * (1 - 2 * this.inner[f][1]))) * 180 / Math.PI;
      return [lat, (this.inner[f][0] - 0.5) * 360];
    }
  });

  function short(n) { return n > 9999 ? Math.round(n / 1000) + 'k' : String(n); }
  function size(n) { return 8 + 3.2 * Math.log10(n); }

  geomap.bubble = (c, x, y, n) => {
    c.beginPath();
    c.arc(x, y, size(n), 0, 7);
    c.fillStyle = geomap.theme('ink');
    c.globalAlpha = 0.78;
    c.fill();
    c.globalAlpha = 1;
    c.strokeStyle = geomap.theme('paper');
    c.lineWidth = 1.2;
    c.stroke();
    c.font = '600 10px system-ui, sans-serif';
    c.fillStyle = geomap.theme('paper');
    c.textAlign = 'center';
    c.textBaseline = 'middle';
    c.fillText(short(n), x, y + 0.5);
  };

  function badge(c, x, y, n) {
    var text = short(n);
    c.font = '700 10px system-ui, sans-serif';
    var wide = Math.max(15, c.measureText(text).width + 8);
    c.beginPath();
    c.roundRect(x - wide / 2, y - 7.5, wide, 15, 7.5);
    c.fillStyle = geomap.theme('ink');
    c.fill();
    c.fillStyle = geomap.theme('paper');
    c.textAlign = 'center';
    c.textBaseline = 'middle';
    c.fillText(text, x, y + 0.5);
  }

  geomap.eventGroup = (dataId, textId, group) => {
    return new geomap.Switch((scene, on) => {
      var key = dataId + textId;
      scene.byData = scene.byData || {};
      if (!scene.byData[key]) {
        scene.byData[key] = new geomap.Store(scene, dataId, textId);
        scene.stores.push(scene.byData[key]);
      }
      scene.byData[key].groupsOn[group] = on;
      scene.sieve();
      scene.refresh();
    });
  };

  geomap.uncertainty = () => {
    return new geomap.Switch((scene, on) => { scene.discs = on; scene.refresh(); });
  };
})();
