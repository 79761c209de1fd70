//! Sorting in few bytes.
//!
//! The standard library's sorts are faster on long inputs and several kilobytes of wasm for every
//! type they sort. What is sorted here is short, or only its front is wanted, so a heap does: O(n log n)
//! always, in place, a few hundred bytes. Not stable: callers give orders without ties.

use core::cmp::Ordering;

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

/// Brings the `count` first items by `compare` to the front, in order. O(n log count).
pub(crate) fn front_by<T>(items: &mut [T], count: usize, compare: impl Fn(&T, &T) -> Ordering) {
    let count = count.min(items.len());
    let (front, rest) = items.split_at_mut(count);
    // The root of the heap is the last of the best so far: what beats it takes its place.
    for root in (0..count / 2).rev() {
        sift(front, root, &compare);
    }
    for item in rest {
        if let Some(last) = front.first_mut()
            && compare(item, last) == Ordering::Less
        {
            core::mem::swap(item, last);
            sift(front, 0, &compare);
        }
    }
    sort_by(front, compare);
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
    use super::{front_by, sort};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn items_are_sorted_as_by_the_standard_library(mut items: Vec<u8>, count in 0usize..50) {
            let mut expected = items.clone();
            expected.sort_unstable();
            let mut front = items.clone();
            front_by(&mut front, count, u8::cmp);
            let count = count.min(items.len());
            prop_assert_eq!(&front[..count], &expected[..count]);
            sort(&mut items);
            prop_assert_eq!(items, expected);
        }
    }
}
