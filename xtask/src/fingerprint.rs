//! Short names for contents, so that a file that changed has another address and one that did not
//! can be cached for ever. Not a defence against forgery.

/// FNV-1a of the bytes in 16 hexadecimal digits: the same on every machine and in every release.
pub fn of(bytes: &[u8]) -> String {
    let hash = bytes.iter().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
    });
    format!("{hash:016x}")
}

#[cfg(test)]
mod tests {
    #[test]
    fn it_is_fnv_1a() {
        assert_eq!(super::of(b""), "cbf29ce484222325");
        assert_eq!(super::of(b"a"), "af63dc4c8601ec8c");
    }
}
