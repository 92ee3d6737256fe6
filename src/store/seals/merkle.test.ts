import { expect, test } from 'vitest';
import { leafHash, merklePath, merkleRoot, rootAlong } from './merkle.ts';

// the trees of RFC 6962, section 2.1.3, over the same leaves as its reference implementation tests
const LEAVES = ['', '\u0000', '\u0010', ' !', '01', '@ABC', 'PQRSTUVW', '`abcdefghijklmno'];

test('a leaf is not hashed as a node', () => {
  expect(leafHash('')).toBe('6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d');
});

test.each([
  [1, '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d'],
  [2, 'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125'],
  [3, 'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77'],
  [5, '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4'],
  [8, '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328'],
])('the root over %i leaves is that of the standard', (count, root) => {
  expect(merkleRoot(LEAVES.slice(0, count).map(rfcLeaf))).toBe(root);
});

/** The last leaves of the standard are bytes, which are the same as texts. */
function rfcLeaf(text: string): string {
  return leafHash(text);
}

test('every path of every small tree leads to its root, and to no other from another leaf', () => {
  for (let count = 1; count <= 17; count++) {
    const leaves = Array.from({ length: count }, (_, n) => leafHash(String(n)));
    const root = merkleRoot(leaves);
    for (const [index, leaf] of leaves.entries()) {
      expect(rootAlong(leaf, merklePath(leaves, index))).toBe(root);
      expect(rootAlong(leafHash('x'), merklePath(leaves, index))).not.toBe(root);
    }
  }
});
