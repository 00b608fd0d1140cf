/* The ground: land, borders, rivers; names without collisions; the locator. */
(function () {
  'use strict';
  var geomap = window.geomap;

  /** Flat rings in world coordinates, with the box of each feature. */
  geomap.Rings = function (shapes, first, last) {
    this.xy = { x: shapes.x, y: shapes.y };
    this.rings = shapes.rings;
    this.features = last === undefined ? shapes.features : shapes.features.subarray(first, last + 1);
    this.n = this.features.length - 1;
    this.boxes = new Float64Array(this.n * 4);
    for (var f = 0; f < this.n; f++) {
      var from = this.rings[this.features[f]];
      var to = this.rings[this.features[f + 1]];
      var box = [Infinity, Infinity, -Infinity, -Infinity];
      for (var i = from; i < to; i++) {
        var x = this.xy.x[i];
        var y = this.xy.y[i];
        if (x < box[0]) { box[0] = x; }
        if (y < box[1]) { box[1] = y; }
        if (x > box[2]) { box[2] = x; }
        if (y > box[3]) { box[3] = y; }
      }
      this.boxes.set(box, f * 4);
    }
    this.extent = [Infinity, Infinity, -Infinity, -Infinity];
    for (f = 0; f < this.n; f++) {
      for (var side = 0; side < 4; side++) {
        this.extent[side] = Math[side < 2 ? 'min' : 'max'](this.extent[side], this.boxes[f * 4 + side]);
      }
    }
  };
  geomap.Rings.prototype = {
    seen(f, view) {
      var b = this.boxes;
      var o = f * 4;
      return b[o] <= view.east && b[o + 2] >= view.west && b[o + 1] <= view.south && b[o + 3] >= view.north;
    },
    /** Add feature f to the context's path; points closer than half a pixel are left out. */
    trace(c, f, view, open) {
      var x = this.xy.x;
      var y = this.xy.y;
      for (var r = this.features[f]; r < this.features[f + 1]; r++) {
        var to = this.rings[r + 1];
        var lastX = NaN;
        var lastY = NaN;
        for (var i = this.rings[r]; i < to; i++) {
          var px = x[i] * view.scale - view.left;
          var py = y[i] * view.scale - view.top;
          if (lastX !== lastX) { c.moveTo(px, py); } else if (i < to - 1 && Math.abs(px - lastX) + Math.abs(py - lastY) < 0.7) { continue; } else { c.lineTo(px, py); }
          lastX = px;
          lastY = py;
        }
        if (!open) { c.closePath(); }
      }
    },
    /** Add feature f's outline to the path, without the parts where the data was cut off at a straight edge. */
    outline(c, f, view) {
      var x = this.xy.x;
      var y = this.xy.y;
      var edge = this.extent;
      function cut(a, b) {
        return [[x, 0], [y, 1], [x, 2], [y, 3]].some(pair => Math.abs(pair[0][a] - edge[pair[1]]) < 1e-6 && Math.abs(pair[0][b] - edge[pair[1]]) < 1e-6);
      }
      for (var r = this.features[f]; r < this.features[f + 1]; r++) {
        for (var from = this.rings[r], to = this.rings[r + 1], i = from; i < to; i++) {
          var act = i === from || cut(i - 1, i) ? 'moveTo' : 'lineTo';
          c[act](x[i] * view.scale - view.left, y[i] * view.scale - view.top);
        }
      }
    },
    holds(f, wx, wy) {
      var b = this.boxes;
      if (wx < b[f * 4] || wx > b[f * 4 + 2] || wy < b[f * 4 + 1] || wy > b[f * 4 + 3]) { return false; }
      var inside = false;
      var x = this.xy.x;
      var y = this.xy.y;
      for (var r = this.features[f]; r < this.features[f + 1]; r++) {
        for (var from = this.rings[r], to = this.rings[r + 1], i = from, j = to - 1; i < to; j = i++) {
          if ((y[i] > wy) !== (y[j] > wy) && wx < (x[j] - x[i]) * (wy - y[i]) / (y[j] - y[i]) + x[i]) { inside = !inside; }
        }
      }
      return inside;
    },
    /** A point well inside feature f: the middle of its widest horizontal run near mid-height, world coordinates. */
    inner(f) {
      var b = this.boxes;
      var best = [0, 0, -1];
      for (var step = 3; step <= 7; step++) {
        var wy = b[f * 4 + 1] + (b[f * 4 + 3] - b[f * 4 + 1]) * step / 10;
        var cuts = [];
        for (var r = this.features[f]; r < this.features[f + 1]; r++) {
          for (var from = this.rings[r], to = this.rings[r + 1], i = from, j = to - 1; i < to; j = i++) {
            var yi = this.xy.y[i];
            var yj = this.xy.y[j];
            if ((yi > wy) !== (yj > wy)) { cuts.push((this.xy.x[j] - this.xy.x[i]) * (wy - yi) / (yj - yi) + this.xy.x[i]); }
          }
        }
        cuts.sort((p, q) => p - q);
        for (var k = 0; k + 1 < cuts.length; k += 2) {
          if (cuts[k + 1] - cuts[k] > best[2]) { best = [(cuts[k] + cuts[k + 1]) / 2, wy, cuts[k + 1] - cuts[k]]; }
        }
      }
      return best;
    },
    near(f, wx, wy, reach) {
      var x = this.xy.x;
      var y = this.xy.y;
      for (var r = this.features[f]; r < this.features[f + 1]; r++) {
        for (var i = this.rings[r] + 1; i < this.rings[r + 1]; i++) {
          var dx = x[i] - x[i - 1];
          var dy = y[i] - y[i - 1];
          var along = Math.max(0, Math.min(1, ((wx - x[i - 1]) * dx + (wy - y[i - 1]) * dy) / (dx * dx + dy * dy || 1)));
          if (Math.hypot(x[i - 1] + along * dx - wx, y[i - 1] + along * dy - wy) < reach) { return true; }
        }
      }
      return false;
    }
  };

  function strokeAll(c, rings, view, open, wanted) {
    c.beginPath();
    for (var f = 0; f < rings.n; f++) { if (rings.seen(f, view) && (!wanted || wanted(f))) { rings[open ? 'trace' : 'outline'](c, f, view, open); } }
    c.stroke();
  }

  geomap.base = id => {
    var painter = { order: 0, paint() {} };
    var ready = null;
    return new geomap.Switch((scene, on) => {
      if (!ready) {
        ready = scene.wait(geomap.columns(id).then(data => {
          var all = geomap.shapes(data.columns, 'shape', data.scale);
          var next = 0;
          var parts = data.parts.map(n => { next += n; return new geomap.Rings(all, next - n, next); });
          var land = parts[0];
          var units = parts[1];
          var rivers = parts[2];
          scene.locator = { rings: parts[3], frame: data.frame };
          painter.paint = view => { paintGround(view, land, units, rivers, data); };
          scene.surface('base').soon();
          scene.map.fire('geomaplocator');
        }));
      }
      scene.grounded = on;
      scene[on ? 'add' : 'remove']('base', painter);
    });
  };

  function paintGround(view, land, units, rivers, data) {
    var c = view.context;
    c.fillStyle = geomap.theme('far');
    c.fillRect(0, 0, view.width, view.height);
    if (land.n) {
      // Water only where the data reaches: beyond it nothing is known.
      var box = land.extent;
      c.fillStyle = geomap.theme('sea');
      c.fillRect(box[0] * view.scale - view.left, box[1] * view.scale - view.top, (box[2] - box[0]) * view.scale, (box[3] - box[1]) * view.scale);
    }
    c.lineJoin = 'round';
    function fill(rings, f, colour) {
      if (!rings.seen(f, view)) { return; }
      c.beginPath();
      rings.trace(c, f, view);
      c.fillStyle = c.strokeStyle = colour;
      c.fill('evenodd');
      c.lineWidth = 0.6;
      c.stroke();
    }
    function borders(fine) {
      c.strokeStyle = geomap.theme('border');
      c.lineWidth = view.zoom < 6 ? 0.9 : 1.5;
      strokeAll(c, land, view, false, f => Boolean(data.fine[f]) === fine);
    }
    for (var f = 0; f < land.n; f++) { fill(land, f, geomap.theme(data.countries[f] === 'UA' ? 'land' : 'far')); }
    // Borders known only roughly go below the units; those made of units above them.
    borders(false);
    for (f = 0; f < units.n; f++) { fill(units, f, geomap.theme(data.units[f] === 'UA' ? 'land' : 'far')); }
    c.strokeStyle = geomap.theme('river');
    c.lineWidth = view.zoom < 7 ? 0.9 : 1.5;
    strokeAll(c, rivers, view, true);
    c.strokeStyle = geomap.theme('unit');
    c.lineWidth = view.zoom < 6 ? 0.5 : 0.9;
    strokeAll(c, units, view);
    borders(true);
  }

  var FROM_ZOOM = [0, 0, 6, 7, 8.5, 9.5, 10.5];

  geomap.labels = id => {
    var painter = new geomap.Names();
    var ready = null;
    return new geomap.Switch((scene, on) => {
      if (!ready) {
        painter.scene = scene;
        scene.gazette = painter;
        ready = scene.wait(geomap.json(id).then(data => { painter.load(data); scene.surface('names').soon(); }));
      }
      scene.named = on;
      scene[on ? 'add' : 'remove']('names', painter);
    });
  };

  /** Names, the most important first, each only where it touches no other. */
  geomap.Names = function () { this.order = 0; this.rows = []; this.units = []; };
  geomap.Names.prototype = {
    /** The name in the page's language of the place that has this English name, near a point if there is one. */
    localName(english, lat, lon) {
      var same = (this.local && this.local.get(english)) || [];
      var near = same.filter(row => lat === undefined || Math.abs(row.lat - lat) + Math.abs(row.lon - lon) < 0.05);
      var found = near[0] || (same.length === 1 && lat === undefined ? same[0] : null);
      return (found && found[geomap.lang]) || english;
    },
    load(data) {
      this.rows = data.en.map((name, i) => {
        return {
          en: name, uk: data.uk[i], ru: data.ru[i], rank: Math.max(1, Math.min(6, data.rank[i])), lat: data.lat[i], lon: data.lon[i],
          x: geomap.worldX(data.lon[i]), y: geomap.worldY(data.lat[i])
        };
      });
      this.units = data.units.map(unit => ({ en: unit[0], uk: unit[1], ru: unit[2], lat: unit[3], lon: unit[4], x: geomap.worldX(unit[4]), y: geomap.worldY(unit[3]), reach: unit[5] / 360 }));
      this.local = new Map();
      this.units.concat(this.rows).forEach(row => {
        var same = this.local.get(row.en);
        if (same) { same.push(row); } else { this.local.set(row.en, [row]); }
      });
    },
    paint(view) {
      var c = view.context;
      var taken = geomap.boxes();
      this.scene.stores.forEach(store => { store.reserve(view, taken); });
      c.textBaseline = 'middle';
      c.lineJoin = 'round';
      c.strokeStyle = geomap.theme('halo');
      for (var i = 0; i < this.rows.length; i++) {
        var row = this.rows[i];
        if (view.zoom < FROM_ZOOM[row.rank] || row.x < view.west || row.x > view.east || row.y < view.north || row.y > view.south) { continue; }
        this.place(c, view, row, taken);
      }
      if (view.zoom >= 5.5 && view.zoom < 10) {
        this.units.forEach(unit => {
          var width = unit.reach * 2 * view.scale;
          var x = unit.x * view.scale - view.left;
          var y = unit.y * view.scale - view.top;
          var lines = geomap.brief(unit[geomap.lang] || unit.en).toUpperCase().split(' ');
          if (lines.length > 2) { lines = [lines.slice(0, -1).join(' '), lines[lines.length - 1]]; }
          c.font = '500 10px system-ui, sans-serif';
          if ('letterSpacing' in c) { c.letterSpacing = '1.4px'; }
          var wide = Math.max.apply(null, lines.map(line => c.measureText(line).width));
          if (wide < width * 1.5 && taken.claim(x - wide / 2 - 4, y - 7 * lines.length, wide + 8, 14 * lines.length)) {
            c.textAlign = 'center';
            c.lineWidth = 3;
            c.fillStyle = geomap.theme('region');
            lines.forEach((line, k) => {
              var at = y + (k - (lines.length - 1) / 2) * 13;
              c.strokeText(line, x, at);
              c.fillText(line, x, at);
            });
          }
          if ('letterSpacing' in c) { c.letterSpacing = '0px'; }
        });
      }
    },
    place(c, view, row, taken) {
      var size = row.rank <= 1 ? 13 : row.rank <= 3 ? 11.5 : 10.5;
      c.font = (row.rank <= 1 ? '600 ' : '400 ') + size + 'px system-ui, sans-serif';
      var x = row.x * view.scale - view.left;
      var y = row.y * view.scale - view.top;
      var name = geomap.brief(row[geomap.lang] || row.en);
      var wide = c.measureText(name).width;
      var dot = row.rank <= 1 ? 2.4 : row.rank <= 3 ? 1.9 : 1.5;
      if (!taken.free(x - dot, y - dot, 2 * dot, 2 * dot)) { return; }
      var spots = [[x + 6, y, 'left'], [x - 6, y, 'right'], [x, y - size * 0.95, 'center'], [x, y + size * 0.95, 'center']];
      for (var k = 0; k < 4; k++) {
        var left = k === 0 ? spots[k][0] : k === 1 ? spots[k][0] - wide : x - wide / 2;
        if (taken.claim(left - 3, spots[k][1] - size * 0.62, wide + 6, size * 1.24)) {
          taken.take(x - dot - 1, y - dot - 1, 2 * dot + 2, 2 * dot + 2);
          c.beginPath();
          c.arc(x, y, dot, 0, 7);
          c.lineWidth = 2;
          c.stroke();
          c.fillStyle = geomap.theme('town');
          c.fill();
          c.textAlign = spots[k][2];
          c.lineWidth = 3;
          c.strokeText(name, spots[k][0], spots[k][1]);
          c.fillText(name, spots[k][0], spots[k][1]);
          return;
        }
      }
    }
  };

  /** Boxes on the screen that are already used. */
  geomap.boxes = function () {
    var grid = {};
    var SIZE = 64;
    function cells(x, y, w, h, visit) {
      for (var i = Math.floor(x / SIZE); i <= Math.floor((x + w) / SIZE); i++) {
        for (var j = Math.floor(y / SIZE); j <= Math.floor((y + h) / SIZE); j++) {
          if (visit(grid[i + ',' + j] || (grid[i + ',' + j] = []))) { return true; }
        }
      }
      return false;
    }
    return {
      free(x, y, w, h) {
        return !cells(x, y, w, h, cell => {
          return cell.some(b => x < b[0] + b[2] && b[0] < x + w && y < b[1] + b[3] && b[1] < y + h);
        });
      },
      take(x, y, w, h) { cells(x, y, w, h, cell => { cell.push([x, y, w, h]); return false; }); },
      claim(x, y, w, h) {
        if (!this.free(x, y, w, h)) { return false; }
        this.take(x, y, w, h);
        return true;
      }
    };
  };

  geomap.tiles = id => {
    var spec = geomap.plain(id);
    return L.tileLayer(spec.url, spec.options);
  };
})();
