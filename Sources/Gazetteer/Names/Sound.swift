/// A sound of a name, the same for whatever script wrote it, as one byte.
///
/// Arabic leaves short vowels out and Latin writes them, in many ways; one consonant has several letters in either. So
/// vowels weigh little, and consonants that are written for one another are near. All weights are whole hundredths: a
/// match is the same on every processor.
enum Sound {
    static let a: UInt8 = 1
    static let e: UInt8 = 2
    static let w: UInt8 = 3
    static let y: UInt8 = 4
    /// Ayn and hamza, an apostrophe in Latin.
    static let ayn: UInt8 = 5
    /// Teh marbuta, and the -ah or -eh that Latin ends with.
    static let marbuta: UInt8 = 6
    static let b: UInt8 = 8
    static let p: UInt8 = 9
    static let t: UInt8 = 10
    /// th as in three.
    static let theta: UInt8 = 12
    static let j: UInt8 = 13
    /// The sharp h of ح.
    static let hah: UInt8 = 14
    static let kh: UInt8 = 15
    static let d: UInt8 = 16
    /// dh: ذ and ظ.
    static let dh: UInt8 = 17
    static let r: UInt8 = 18
    static let z: UInt8 = 19
    static let s: UInt8 = 20
    static let sh: UInt8 = 21
    /// ض, written d, dh or z.
    static let dad: UInt8 = 22
    static let gh: UInt8 = 23
    static let f: UInt8 = 24
    static let q: UInt8 = 25
    static let k: UInt8 = 26
    static let g: UInt8 = 27
    static let l: UInt8 = 28
    static let m: UInt8 = 29
    static let n: UInt8 = 30
    static let h: UInt8 = 31
    static let v: UInt8 = 32
    static let ch: UInt8 = 33
    /// The digits 0 to 9 are 40 to 49.
    static let zero: UInt8 = 40
    /// Letters of scripts whose sounds are not told apart here begin at 64, each standing for itself.
    static let firstForeign: UInt8 = 64

    static func isVowel(_ sound: UInt8) -> Bool { sound >= a && sound <= marbuta }

    /// What it costs to leave a sound out, in hundredths.
    static func weight(_ sound: UInt8) -> Int32 { Int32(weights[Int(sound)]) }

    static let weights: [UInt8] = (0..<256).map { code in
        switch UInt8(code) {
        case a, e: 22
        case w, y: 35
        case ayn: 12
        case marbuta: 14
        case h, hah: 60
        case zero..<50: 150
        default: 100
        }
    }

    /// What it costs to write one sound for another, in hundredths; never more than leaving one out and adding the other.
    static let substitution: [UInt8] = {
        var table = [UInt8](repeating: 255, count: 64 * 64)
        func set(_ first: UInt8, _ second: UInt8, _ cost: UInt8) {
            table[Int(first) * 64 + Int(second)] = cost
            table[Int(second) * 64 + Int(first)] = cost
        }
        for first in 0..<64 {
            for second in 0..<64 {
                let both = Int(weights[first]) + Int(weights[second])
                let isMixed = isVowel(UInt8(first)) != isVowel(UInt8(second))
                table[first * 64 + second] = first == second ? 0 : UInt8(min(255, isMixed ? both : max(both / 2, 30)))
            }
        }
        for (first, second, cost) in near { set(first, second, cost) }
        return table
    }()

    /// Sounds that are written for one another.
    private static let near: [(UInt8, UInt8, UInt8)] = [
        (a, e, 5), (a, ayn, 10), (e, ayn, 12), (y, ayn, 20), (w, ayn, 20), (e, y, 15), (a, y, 25), (a, w, 25),
        (e, w, 25), (w, y, 32), (marbuta, a, 3), (marbuta, e, 3), (marbuta, h, 6), (marbuta, hah, 15),
        (marbuta, t, 35), (marbuta, y, 25), (marbuta, ayn, 10), (marbuta, w, 30), (w, v, 20), (y, j, 80),
        (t, theta, 20), (t, d, 50), (theta, s, 30), (dh, d, 20), (dh, z, 15), (dad, d, 3), (dad, dh, 10), (dad, z, 20),
        (dh, theta, 40), (d, z, 70), (j, g, 20), (j, z, 60), (j, ch, 40), (j, sh, 60), (ch, sh, 25), (ch, k, 60),
        (sh, s, 45), (kh, h, 30), (kh, hah, 30), (kh, k, 40), (kh, gh, 50), (hah, h, 2), (gh, g, 20), (gh, q, 40),
        (gh, k, 50), (gh, r, 70), (q, k, 12), (q, g, 20), (k, g, 30), (b, p, 8), (f, v, 8), (p, f, 50), (v, b, 50),
        (l, r, 80), (m, n, 60), (z, s, 40), (n, l, 80), (q, ayn, 80), (h, a, 50), (h, e, 50),
    ]

    /// The few classes by which candidates are found: whatever is easily written for one another is one class.
    static func coarse(_ sound: UInt8) -> UInt8 {
        switch sound {
        case a, e, w, y, ayn, marbuta, h, hah: 0
        case b, p, v: 1
        case t, theta: 2
        case d, dad, dh, z: 3
        case j, g, q, k, gh, kh, ch: 4
        case r: 5
        case s: 6
        case sh: 7
        case f: 8
        case l: 9
        case m: 10
        case n: 11
        case zero..<50: 12
        default: 13 + sound % 3
        }
    }
}
