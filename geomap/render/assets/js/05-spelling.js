/* Names in any spelling: the folding of the gazetteer, with its own tables (see spelling.py). */
(() => {
  'use strict';
  var geomap = window.geomap;
  var tables = null;

  geomap.learn = given => {
    function longest(a, b) { return b.length - a.length; }
    tables = {
      cyrillic: new Map(Object.entries(given.cyrillic)), single: new Map(Object.entries(given.single)),
      groups: new Map(Object.entries(given.groups)), stems: new Map(Object.entries(given.stems)),
      group: new RegExp(Object.keys(given.groups).sort(longest).join('|'), 'g'),
      stem: new RegExp('\\b(?:' + Object.keys(given.stems).sort(longest).join('|') + ')', 'g'),
      linked: new RegExp(given.linked, 'g')
    };
  };

  /** A name without case, accents, apostrophes and punctuation; ё is е, ґ is г. */
  geomap.fold = text => {
    return text.slice(0, 400).normalize('NFKD').toLowerCase().replace(/и\u0306/g, 'й').replace(/і\u0308/g, 'ї')
      .replace(/\p{M}|['"`´‘’‚‛“”„‟′″‴«»‹›ʹʺʻʼʽʾʿ]/gu, '').replace(/ґ/g, 'г').replace(/ł/g, 'l').replace(/ı/g, 'i')
      .replace(/[^\p{L}\p{N}]+/gu, ' ').trim();
  };

  function letters(folded) {
    if (!tables) { return folded; }
    if (/^[\x00-\x7f]*$/.test(folded)) {
      return folded.replace(tables.group, found => tables.groups.get(found))
        .replace(/[a-z]/g, letter => tables.single.get(letter) || letter);
    }
    return folded.replace(/ьо/g, 'йо').replace(/[^\x00-\x7f]/gu, letter => tables.cyrillic.has(letter) ? tables.cyrillic.get(letter) : letter).replace(/ts/g, 'c');
  }
  function single(text) { return text.replace(/(.)\1+/g, '$1'); }
  function glide(text) { return text.replace(/j+(?=[aeou])/g, ''); }

  /** The spelling key of a folded name, level 1 (letters) or 2 (endings and stems too). */
  geomap.key = (folded, level) => {
    var key = letters(folded);
    if (level === 1 || !tables) { return single(glide(key)).replace(/ /g, ''); }
    key = key.replace(tables.linked, '$1 ').replace(tables.stem, found => tables.stems.get(found));
    key = single(glide(key.replace(/jo/g, 'e')));
    key = key.replace(/(?<=\w\w)[aeouj]+\b/g, '').replace(/(?<=\w\w)[oeju]+(?=v(?:k|c|sk)?\b)/g, '').replace(/[cz]k\b/g, 'k');
    if (key[0] === 'o') { key = 'a' + key.slice(1); }
    return single(key.replace(/ /g, ''));
  };

  /** How well an entry { norms, ones, twos } answers a query; 0 is not at all. */
  geomap.answers = (query, entry) => {
    var best = 0;
    entry.norms.forEach((norm, k) => {
      var score = norm === query.norm ? 9 : norm.startsWith(query.norm) ? 7 : (' ' + norm).includes(' ' + query.norm) ? 5
        : query.two.length > 2 && entry.twos[k] === query.two ? 6 : query.one.length > 2 && entry.ones[k].startsWith(query.one) ? 4
          : query.norm.length > 3 && norm.includes(query.norm) ? 2 : 0;
      if (score > best) { best = score; }
    });
    return best;
  };

  geomap.query = text => {
    var norm = geomap.fold(text);
    return { norm, one: geomap.key(norm, 1), two: geomap.key(norm, 2) };
  };

  /** The entry of a place under all its names. */
  geomap.entryOf = names => {
    var norms = Array.from(new Set(names.filter(Boolean).map(geomap.fold))).filter(Boolean);
    return { norms, ones: norms.map(n => geomap.key(n, 1)), twos: norms.map(n => geomap.key(n, 2)) };
  };
})();
