import Statements
import TransparencyLog

extension VerifiableFile {
    static func judge(
        _ receipt: LogProof, of statement: [UInt8]?, _ log: NoteVerifierKey, _ policy: WitnessPolicy?
    ) -> FileVerdict {
        guard let statement else {
            return FileVerdict(
                holds: false,
                headline: "not verified: a receipt proves nothing without its statement; give --statement",
                restsOn: [], doesNotProve: [])
        }
        let said: Statement
        do { said = try SignedStatement(statement).statement } catch {
            return .refused("not verified: the statement", error)
        }
        do { _ = try receipt.verify(entry: statement, log: log) } catch { return .refused("not verified", error) }
        let report: WitnessReport?
        do { report = try policy?.report(on: receipt.checkpoint, of: log) } catch {
            return .refused("not verified", error)
        }
        let tree = receipt.checkpoint.checkpoint
        return .verified(
            "this statement is entry \(receipt.index) of \(tree.origin)",
            [
                "Said by \(said.party)/\(said.officer): \(said.kind) '\(said.subject)', claimed at \(said.saidAt).",
                "Proved in the tree of \(tree.size) entries with the root \(tree.root), which the log's key has signed.",
                report?.verdict.sentence(by: "the policy that was given") ?? nobodyWitnessed,
            ],
            [
                "That the signer's key was enrolled and had not been revoked: a bundle shows the former, the whole log both.",
                "That what was said is true, or that anybody read it.",
            ], short: report?.verdict.shortfall)
    }

    static func judge(_ bundle: InquiryBundle, _ log: NoteVerifierKey, _ policy: WitnessPolicy?) -> FileVerdict {
        do throws(InquiryError) {
            let findings = try bundle.judged(by: log, policy: policy)
            let count = BundleFindings.count(findings.statements.count, "statement")
            let origin = bundle.checkpoint.checkpoint.origin
            return .verified(
                "\(count) about \(bundle.record) in the log \(origin)", findings.proves, findings.doesNotProve,
                short: policy == nil ? nil : findings.witnesses?.verdict.shortfall)
        } catch { return .refused("not verified", error) }
    }

    static func judge(_ proof: OutboxProof, _ log: NoteVerifierKey, _ policy: WitnessPolicy?) -> FileVerdict {
        do throws(InquiryError) {
            let findings = try proof.judged(by: log, policy: policy)
            let report = findings.witnesses
            return .verified(
                findings.sentence,
                findings.statements.prefix(OutboxProof.maximumListed).map(findings.line)
                    + [report?.verdict.sentence(by: "the policy that was given") ?? nobodyWitnessed],
                OutboxProof.doesNotProve, short: report?.verdict.shortfall)
        } catch { return .refused("not verified", error) }
    }

    static func judge(_ evidence: Evidence, _ log: NoteVerifierKey, _ policy: WitnessPolicy?) -> FileVerdict {
        switch evidence.judged(by: log, policy: policy) {
        case .notProven(let error): return .refused("not proven", error)
        case .proven(let sentence):
            let (rests, limits) = words(of: evidence)
            return FileVerdict(holds: true, headline: "proven: \(sentence)", restsOn: rests, doesNotProve: limits)
        }
    }

    private static func words(of evidence: Evidence) -> ([String], [String]) {
        switch evidence {
        case .splitView:
            (
                ["Both checkpoints are signed with the log's key."],
                ["Which of the two histories is the right one, or who used the log's key."]
            )
        case .brokenPromise(let broken):
            (
                ["The promise and the checkpoint are signed with the log's key."]
                    + (broken.usurper == nil
                        ? ["The witnesses of the policy that was given date the checkpoint."] : []),
                ["Why the promise was broken, or who used the log's key."]
            )
        case .equivocation:
            (
                [
                    "Both statements are signed by keys that the log enrols for the party, in entries proved in a checkpoint "
                        + "that the log's key has signed."
                ],
                [
                    "Bad faith: an honest party leaves such a pair when two of its officers sign at the same moment and one "
                        + "is refused.",
                    "That the keys were still the party's own: one that was stolen, or silenced by entries not shown, signs as "
                        + "well, and so does one of a host that enrols a root key of its own making.",
                ]
            )
        }
    }

    static func judge(_ promise: PromiseNote, _ log: NoteVerifierKey) -> FileVerdict {
        do { try promise.verify(by: log) } catch { return .refused("not verified", error) }
        return .verified(
            "the log \(promise.origin) promised entry \(promise.index) to the leaf hash \(promise.leaf)",
            [
                "It promised that a checkpoint with this entry would be witnessed by "
                    + "\(WitnessTime.text(promise.deadlineSeconds)).",
                nobodyWitnessed,
            ],
            [
                "That the promise was kept: `parley receipt --promise` asks the log, and gives the receipt or the evidence."
            ])
    }
}
