/* Which events are to be seen: layers, facets, search and time, each row judged once per change. */
(function () {
  'use strict';
  var geomap = window.geomap;
  var FACETS = geomap.FACETS = ['type', 'side', 'source', 'status', 'precision'];
  var LAYER = 32;
  var TEXT = 64;
  var LISTS = { type: 'types', side: 'sides', source: 'sources', status: 'statuses', precision: 'precisions' };

  geomap.sieves = scene => {
    /** What is picked in each facet: value → true; nothing picked means everything. */
    scene.picks = {};
    FACETS.forEach(name => { scene.picks[name] = new Set(); });
    /** The slider: `by` event or published, `mode` until, window or day, `at` a day or null for no limit. */
    scene.time = { by: 'event', mode: 'until', at: null, days: 7, undated: true };
    scene.only = null;
    scene.sieve = () => { scene.stores.forEach(store => { store.stale = true; }); };
    scene.retime = () => { scene.stores.forEach(store => { store.rows = null; }); };
  };

  geomap.sieving = {
    /** The codes of a facet and the values they stand for. */
    facet(name) { return this.col[name] && this.data[LISTS[name]] ? { codes: this.col[name], values: this.data[LISTS[name]] } : null; },

    /** Judge every row anew: one bit per facet it fails, one for its layer, one for the search. */
    judge() {
      var fails = this.fails = new Uint8Array(this.n);
      var groups = this.col.group;
      var off = this.data.groups.map((_, g) => this.groupsOn[g] ? 0 : LAYER);
      for (var i = 0; i < this.n; i++) { fails[i] = off[groups[i]]; }
      FACETS.forEach((name, bit) => {
        var picked = this.scene.picks[name];
        var facet = picked.size && this.facet(name);
        if (!facet) { if (picked.size) { fails.forEach((_, row) => { fails[row] |= 1 << bit; }); } return; }
        var fail = facet.values.map(value => picked.has(value) ? 0 : 1 << bit);
        for (var row = 0; row < fails.length; row++) { fails[row] |= fail[facet.codes[row]]; }
      });
      var only = this.scene.only && this.scene.only.get(this);
      if (this.scene.only) { for (i = 0; i < this.n; i++) { if (!only || !only[i]) { fails[i] |= TEXT; } } }
      this.stale = false;
      this.rows = null;
    },

    /** First and last day a row is to be seen on, as [from, to] of the chosen clock; null when the time is open. */
    limits() {
      var time = this.scene.time;
      if (time.at === null) { return null; }
      return { from: time.mode === 'until' ? -Infinity : time.mode === 'day' ? time.at : time.at - time.days + 1, to: time.at };
    },

    /** Give every row that passes, with what it fails otherwise, to `visit`. */
    within(visit) {
      if (this.stale || !this.fails) { this.judge(); }
      var limits = this.limits();
      var known = this.scene.time.by === 'published';
      var start = known ? this.col.known : this.col.start;
      var end = known ? this.col.known : this.col.end;
      var undated = this.scene.time.undated;
      for (var i = 0; i < this.n; i++) {
        if (limits && (start[i] === geomap.NO_DAY ? !undated : start[i] > limits.to || end[i] < limits.from)) { continue; }
        visit(i, this.fails[i]);
      }
    },

    /** Rows to be seen, in order of date. */
    visible() {
      if (!this.data) { return new Uint32Array(0); }
      if (this.rows && !this.stale) { return this.rows; }
      if (this.stale || !this.fails) { this.judge(); }
      var fails = this.fails;
      var rows = new Uint32Array(this.n);
      var n = 0;
      var limits = this.limits();
      if (!limits) {
        for (var i = 0; i < this.n; i++) { if (!fails[i]) { rows[n++] = i; } }
      } else {
        var known = this.scene.time.by === 'published';
        var start = known ? this.col.known : this.col.start;
        var end = known ? this.col.known : this.col.end;
        var undated = this.scene.time.undated;
        var from = limits.from;
        var to = limits.to;
        for (i = 0; i < this.n; i++) {
          if (fails[i]) { continue; }
          var day = start[i];
          if (day === geomap.NO_DAY ? undated : day <= to && end[i] >= from) { rows[n++] = i; }
        }
      }
      this.rows = rows.subarray(0, n);
      this.seen = null;
      return this.rows;
    },

    /** Whether a row is to be seen. */
    isOn(row) {
      var rows = this.visible();
      if (!this.seen) {
        this.seen = new Uint8Array(this.n);
        for (var k = 0; k < rows.length; k++) { this.seen[rows[k]] = 1; }
      }
      return this.seen[row] === 1;
    },

    /** How often each value of each facet would be seen, the facet's own choice left aside. */
    tally() {
      var counts = {};
      var columns = FACETS.map(name => {
        var facet = this.facet(name);
        counts[name] = new Uint32Array(facet ? facet.values.length : 0);
        return facet && facet.codes;
      });
      var all = FACETS.map(name => counts[name]);
      this.within((row, fail) => {
        for (var f = 0; f < columns.length; f++) { if (!(fail & ~(1 << f)) && columns[f]) { all[f][columns[f][row]]++; } }
      });
      return counts;
    },

    /** How solid a row is drawn: paler the longer before the day of the map it was last true. */
    strength(row) {
      var days = this.age(row);
      if (!this.scene.fading || days === null || days <= 7) { return 1; }
      return days <= 14 ? 0.8 : days <= 30 ? 0.62 : 0.42;
    },

    /** Days from the last day a row speaks of to the day of the map; null when either is unknown. */
    age(row) {
      var today = this.scene.time.at ?? this.scene.today;
      var last = this.col.end[row];
      return today === undefined || today === null || last === geomap.NO_DAY || last > today ? null : today - last;
    }
  };

  /** Put every choice back: no facet, no search, the whole time. */
  geomap.clear = scene => {
    FACETS.forEach(name => { scene.picks[name].clear(); });
    scene.only = null;
    scene.time.at = null;
    scene.sieve();
    scene.refresh();
  };

  /** How many choices narrow what is seen. */
  geomap.narrowed = scene => {
    return FACETS.reduce((n, name) => n + scene.picks[name].size, 0) + (scene.only ? 1 : 0);
  };
})();
