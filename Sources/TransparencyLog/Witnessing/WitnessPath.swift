/// Where a witness's interface lies below its URL prefixes.
///
/// Source: c2sp.org/tlog-witness.
public enum WitnessPath {
    /// Where checkpoints are submitted, below the submission prefix.
    public static let addCheckpoint = "add-checkpoint"

    /// Where the last checkpoint that the witness cosigned is read, below the monitoring prefix.
    public static func checkpoint(of origin: KeyName) -> String {
        "\(Hash.sha256(of: Array(origin.text.utf8)).hex)/checkpoint"
    }
}
