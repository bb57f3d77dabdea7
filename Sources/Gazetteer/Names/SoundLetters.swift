/// What the letters of each script sound like.
enum SoundLetters {
    /// The sound of an Arabic letter; nil for marks that are left out and for what is no Arabic letter.
    static func arabic(_ scalar: Unicode.Scalar) -> UInt8? {
        switch scalar.value {
        case 0x622, 0x623, 0x625, 0x627, 0x671, 0x649: Sound.a
        case 0x621, 0x639: Sound.ayn
        case 0x624, 0x648, 0x6C6, 0x6C7: Sound.w
        case 0x626, 0x64A, 0x6CC, 0x6CE: Sound.y
        case 0x629, 0x6C0, 0x6D5: Sound.marbuta
        case 0x628: Sound.b
        case 0x67E: Sound.p
        case 0x62A, 0x637: Sound.t
        case 0x62B: Sound.theta
        case 0x62C: Sound.j
        case 0x686: Sound.ch
        case 0x62D: Sound.hah
        case 0x62E: Sound.kh
        case 0x62F: Sound.d
        case 0x630, 0x638: Sound.dh
        case 0x631, 0x695: Sound.r
        case 0x632, 0x698: Sound.z
        case 0x633, 0x635: Sound.s
        case 0x634: Sound.sh
        case 0x636: Sound.dad
        case 0x63A: Sound.gh
        case 0x641: Sound.f
        case 0x6A4: Sound.v
        case 0x642: Sound.q
        case 0x643, 0x6A9: Sound.k
        case 0x6AF: Sound.g
        case 0x644, 0x6B5: Sound.l
        case 0x645: Sound.m
        case 0x646: Sound.n
        case 0x647, 0x6BE, 0x6C1: Sound.h
        default: nil
        }
    }

    /// The sounds of a Cyrillic letter, of Russian or Ukrainian; empty for the signs; nil for what is none.
    static func cyrillic(_ scalar: Unicode.Scalar) -> [UInt8]? {
        // Capitals stand 32 before small letters, and those with marks 80.
        let value =
            (0x410...0x42F).contains(scalar.value)
            ? scalar.value + 32 : (0x400...0x40F).contains(scalar.value) ? scalar.value + 80 : scalar.value
        return switch value {
        case 0x430: [Sound.a]
        case 0x431: [Sound.b]
        case 0x432: [Sound.v]
        case 0x433, 0x491: [Sound.g]
        case 0x434: [Sound.d]
        case 0x435, 0x44D, 0x451, 0x454: [Sound.e]
        case 0x436: [Sound.j]
        case 0x437: [Sound.z]
        case 0x438, 0x439, 0x44B, 0x456, 0x457: [Sound.y]
        case 0x43A: [Sound.k]
        case 0x43B: [Sound.l]
        case 0x43C: [Sound.m]
        case 0x43D: [Sound.n]
        case 0x43E, 0x443: [Sound.w]
        case 0x43F: [Sound.p]
        case 0x440: [Sound.r]
        case 0x441: [Sound.s]
        case 0x442: [Sound.t]
        case 0x444: [Sound.f]
        case 0x445: [Sound.kh]
        case 0x446: [Sound.t, Sound.s]
        case 0x447: [Sound.ch]
        case 0x448, 0x449: [Sound.sh]
        case 0x44A, 0x44C: []
        case 0x44E: [Sound.y, Sound.w]
        case 0x44F: [Sound.y, Sound.a]
        default: nil
        }
    }

    /// The sound of a Hebrew letter; nil for what is none.
    static func hebrew(_ scalar: Unicode.Scalar) -> UInt8? {
        let sounds: [UInt8] = [
            Sound.a, Sound.b, Sound.g, Sound.d, Sound.h, Sound.w, Sound.z, Sound.hah, Sound.t, Sound.y, Sound.k,
            Sound.k,
            Sound.l, Sound.m, Sound.m, Sound.n, Sound.n, Sound.s, Sound.ayn, Sound.p, Sound.p, Sound.s, Sound.s,
            Sound.q,
            Sound.r, Sound.sh, Sound.t,
        ]
        guard (0x5D0...0x5EA).contains(scalar.value) else { return nil }
        return sounds[Int(scalar.value - 0x5D0)]
    }

    /// The sounds of a word in Latin letters, already small, plain and with `'` for ayn and hamza.
    ///
    /// The h of dh, th and zh may also be a letter of its own, as in Hudhud: then `splits` reads it so.
    static func latin(_ word: [UInt8], splits: Bool = false) -> [UInt8] {
        var sounds: [UInt8] = []
        var at = 0
        while at < word.count {
            let next = at + 1 < word.count ? word[at + 1] : 0
            if !(splits && isLoose(word[at], next)), let pair = pair(word[at], next) {
                sounds += pair
                at += 2
                continue
            }
            sounds += single(word[at], next: next)
            at += 1
        }
        return sounds
    }

    /// Two letters that may be one sound or two.
    static func isLoose(_ first: UInt8, _ second: UInt8) -> Bool {
        second == UInt8(ascii: "h") && [UInt8(ascii: "d"), UInt8(ascii: "t"), UInt8(ascii: "z")].contains(first)
    }

    private static func pair(_ first: UInt8, _ second: UInt8) -> [UInt8]? {
        switch (UnicodeScalar(first), UnicodeScalar(second)) {
        case ("k", "h"): [Sound.kh]
        case ("g", "h"): [Sound.gh]
        case ("s", "h"): [Sound.sh]
        case ("t", "h"): [Sound.theta]
        case ("d", "h"): [Sound.dh]
        case ("c", "h"): [Sound.ch]
        case ("p", "h"): [Sound.f]
        case ("z", "h"): [Sound.j]
        case ("d", "j"), ("d", "g"): [Sound.j]
        case ("c", "k"), ("c", "q"): [Sound.k]
        case ("o", "u"), ("o", "o"), ("u", "u"), ("u", "w"), ("o", "w"): [Sound.w]
        case ("e", "e"), ("i", "i"), ("i", "y"), ("i", "e"): [Sound.y]
        case ("a", "a"): [Sound.a]
        default: nil
        }
    }

    private static func single(_ letter: UInt8, next: UInt8) -> [UInt8] {
        switch UnicodeScalar(letter) {
        case "a": [Sound.a]
        case "b": [Sound.b]
        case "c": next == UInt8(ascii: "e") || next == UInt8(ascii: "i") ? [Sound.s] : [Sound.k]
        case "d": [Sound.d]
        case "e": [Sound.e]
        case "f": [Sound.f]
        case "g": [Sound.g]
        case "h": [Sound.h]
        case "i", "y": [Sound.y]
        case "j": [Sound.j]
        case "k": [Sound.k]
        case "l": [Sound.l]
        case "m": [Sound.m]
        case "n": [Sound.n]
        case "o", "u", "w": [Sound.w]
        case "p": [Sound.p]
        case "q": [Sound.q]
        case "r": [Sound.r]
        case "s": [Sound.s]
        case "t": [Sound.t]
        case "v": [Sound.v]
        case "x": [Sound.k, Sound.s]
        case "z": [Sound.z]
        case "'": [Sound.ayn]
        default: []
        }
    }
}
