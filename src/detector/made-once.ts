/** Something made ready from thresholds: once for each of them, not for every batch. */

/** The same function, which remembers what it made of each object as long as that object lives. */
export function madeOnce<From extends object, Made>(make: (from: From) => Made): (from: From) => Made {
  const made = new WeakMap<From, Made>();
  return (from) => {
    let known = made.get(from);
    if (known === undefined) {
      known = make(from);
      made.set(from, known);
    }
    return known;
  };
}
