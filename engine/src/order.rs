//! Sorting and searching in few bytes.
//!
//! The standard library's sorts are faster on long inputs and several kilobytes of wasm for every
//! type they sort. What is sorted here is short, or only its front is wanted, so a heap does: O(n log n)
//! always, in place, a few hundred bytes. Not stable: callers give orders without ties.

use alloc::vec::Vec;
use core::cmp::Ordering;
use core::ops::Range;

/// Sorts by `compare`.
pub(crate) fn sort_by<T>(items: &mut [T], compare: impl Fn(&T, &T) -> Ordering) {
    for root in (0..items.len() / 2).rev() {
        sift(items, root, &compare);
    }
    for end in (1..items.len()).rev() {
        items.swap(0, end);
        if let Some(heap) = items.get_mut(..end) {
            sift(heap, 0, &compare);
        }
    }
}

/// Sorts by the items' own order.
pub(crate) fn sort<T: Ord>(items: &mut [T]) {
    sort_by(items, T::cmp);
}

/// Puts an item among the `count` first by `compare` of all that were offered to `front` so, where it belongs there. Of `n`
/// all take O(n log count), and most one comparison. They are in no order until they are sorted.
pub(crate) fn offer<T: Clone>(
    front: &mut Vec<T>,
    count: usize,
    item: &T,
    compare: impl Fn(&T, &T) -> Ordering,
) {
    if front.len() < count {
        front.push(item.clone());
        // From here on the root of a heap is the last of the first: what comes before it takes its place.
        if front.len() == count {
            sort_by(front, |a, b| compare(b, a));
        }
    } else if let Some(last) = front.first_mut()
        && compare(item, last) == Ordering::Less
    {
        *last = item.clone();
        sift(front, 0, &compare);
    }
}

/// The first number of `range` that is `past`, as all after it are; the end of it where none is. Compiled once for all who ask, whatever they look through.
pub(crate) fn first(range: Range<usize>, past: &dyn Fn(usize) -> bool) -> usize {
    let (mut low, mut high) = (range.start, range.end);
    while low < high {
        let middle = (low + high) / 2;
        if past(middle) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    low
}

/// Lets the item at `root` sink until no child of it is greater.
fn sift<T>(heap: &mut [T], mut root: usize, compare: &impl Fn(&T, &T) -> Ordering) {
    loop {
        let mut child = 2 * root + 1;
        if let (Some(left), Some(right)) = (heap.get(child), heap.get(child + 1))
            && compare(left, right) == Ordering::Less
        {
            child += 1;
        }
        match (heap.get(root), heap.get(child)) {
            (Some(above), Some(below)) if compare(above, below) == Ordering::Less => {}
            _ => return,
        }
        heap.swap(root, child);
        root = child;
    }
}

#[cfg(test)]
mod tests {
    use super::{offer, sort};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn items_are_sorted_as_by_the_standard_library(mut items: Vec<u8>, count in 0usize..50) {
            let mut expected = items.clone();
            expected.sort_unstable();
            let mut front = Vec::new();
            items.iter().for_each(|item| offer(&mut front, count, item, u8::cmp));
            sort(&mut front);
            let count = count.min(items.len());
            prop_assert_eq!(&front, &expected[..count]);
            sort(&mut items);
            prop_assert_eq!(items, expected);
        }
    }
}
