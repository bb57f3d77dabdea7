import Geodesy
import Statements
public import StrictJSON

extension ConvoyStep {
    /// The step's word, as replies and reports use it.
    public var word: String {
        switch event {
        case .answered: "answered"
        case .letters: "letters"
        case .hold: "hold"
        case .loaded: "loaded"
        case .removed: "removed"
        case .seal: "seal"
        case .inspected: "inspected"
        case .progress: "progress"
        case .offloaded: "offloaded"
        case .reported: "reported"
        }
    }

    /// Writes its members, in one fixed order.
    public func write(to fields: inout JSONWriter) {
        fields.member("step", word)
        switch event {
        case .answered(let answer): fields.member("answer", answer.rawValue)
        case .letters(let letters, let number):
            fields.member("letters", letters.rawValue)
            if let number { fields.member("number", number) }
        case .hold(let hold, let clock):
            fields.member("action", hold.rawValue)
            fields.member("clock", clock.rawValue)
        case .loaded: break
        case .removed(let stage): fields.member("stage", stage.rawValue)
        case .seal(let state, let number, let truck):
            fields.member("seal", state.rawValue)
            fields.member("number", number)
            if let truck { fields.member("truck", truck) }
        case .inspected(let what, let stage, let by, let found):
            fields.member("what", what.rawValue)
            fields.member("stage", stage.rawValue)
            fields.key("inspector")
            by.write(to: &fields)
            fields.member("found", found)
        case .progress(let progress): fields.member("progress", progress.rawValue)
        case .offloaded(let offload): fields.member("offloaded", offload.rawValue)
        case .reported(let outcome): fields.member("outcome", outcome.rawValue)
        }
        fields.member("at", at.description)
        if let place {
            fields.key("place")
            place.write(to: &fields)
        }
        if let decision { decision.write(to: &fields) }
        if !amounts.isEmpty {
            fields.key("lines")
            fields.array { list in
                for amount in amounts {
                    list.object { item in
                        item.member("line", amount.line)
                        item.member("unit", amount.unit)
                        item.amount("amount", amount.amount)
                    }
                }
            }
        }
        if let people { fields.member("people", people) }
        if let trucks { fields.member("trucks", trucks) }
        if let trucksReturned { fields.member("trucksReturned", trucksReturned) }
        if let note { fields.member("note", note) }
    }
}
