/// The compact form of a network, `.parleyroads`: little-endian, every count first, a checksum last.
///
/// ```text
/// "PARLEYRD"  version u16 = 1  flags u16 = 0
/// nodes u32  roads u32  positions u32  names u32  name bytes u32  title bytes u32  attribution bytes u32
/// title, attribution                    UTF-8
/// nodes       latitude i32, longitude i32                                              1e-7 degrees
/// roads       from u32, to u32, millimetres u32, first position u32, name u32, class u8, direction u8, km/h u8, 0
/// positions   latitude i32, longitude i32                                              between the ends of each road
/// names       the end of each u32, then their bytes                                    UTF-8
/// checksum    CRC-32C of all before it, u32
/// ```
enum RoadFile {
    static let magic = Array("PARLEYRD".utf8)
    static let version: UInt16 = 1
    static let headerBytes = 8 + 4 + 7 * 4
    static let roadBytes = 24
}

/// Why a file in the compact form was refused.
public enum RoadFileError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The bytes do not begin as such a file does.
    case notARoadFile
    /// A version that this program does not read.
    case unknownVersion(Int)
    /// The file has more bytes than the limit, or counts beyond the limits.
    case tooLarge(String)
    /// The file has another length than its counts ask for.
    case wrongLength(expected: Int, found: Int)
    /// The checksum does not fit.
    case damaged
    /// A value that cannot be: which table, which entry from 0, and what is wrong.
    case badEntry(table: String, index: Int, String)

    /// What was found and what to do.
    public var description: String {
        switch self {
        case .notARoadFile: "not a road network in the compact form; convert the GeoJSON again"
        case .unknownVersion(let version):
            "the file has version \(version) and this program reads version \(RoadFile.version); convert it again"
        case .tooLarge(let what): "the file has too many \(what); divide the network"
        case .wrongLength(let expected, let found):
            "the file has \(found) bytes where its counts ask for \(expected); copy it again"
        case .damaged: "the checksum does not fit the bytes; copy the file again"
        case .badEntry(let table, let index, let sentence):
            "entry \(index) of the \(table) \(sentence); convert the GeoJSON again"
        }
    }
}
