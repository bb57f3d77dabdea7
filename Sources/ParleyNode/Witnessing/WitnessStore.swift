public import TransparencyLog

/// The last cosigned checkpoint of each log, durable, as a witness needs it; any number of writers.
///
/// Calls block; the witness makes them where waiting is allowed.
public protocol WitnessStore: Sendable {
    /// The note stored last for the log; nil when none ever was.
    func cosigned(_ origin: KeyName) throws -> [UInt8]?

    /// Puts `new` in the place of exactly `old`, or leaves everything as it is: comparing and storing are one step.
    ///
    /// - Parameters:
    ///   - origin: the log.
    ///   - old: what must be stored for it, byte for byte; nil for nothing.
    ///   - new: the note, which carries size, root, time and signatures, so that they cannot part.
    /// - Returns: true once `new` survives power loss; false when another note was stored, and nothing was changed.
    /// - Throws: when the outcome is unknown or nothing could be stored; the witness then answers nothing.
    func replace(_ origin: KeyName, _ old: [UInt8]?, with new: [UInt8]) throws -> Bool
}
