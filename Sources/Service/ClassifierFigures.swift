import Discussion
import JSONValues
import Moderation
import Store

/// How right classifiers were: what they said of texts when those came in, beside what people then
/// made of them. The section `classifiers`.
struct ClassifierFigures {
    private var records: [Trait: Record] = [:]

    private struct Record {
        var version: Int?
        var learnedAt: Moment?
        var examples: Classifier.Examples?
        var all = ScoreCurve()
        /// What the version that is kept now has said.
        var newest = ScoreCurve()
    }

    /// Takes a classifier as it is kept.
    mutating func take(_ trait: Trait, _ classifier: Classifier, learnedAt: Moment) {
        records[trait, default: Record()].version = classifier.version
        records[trait, default: Record()].learnedAt = learnedAt
        records[trait, default: Record()].examples = classifier.examples
    }

    /// Takes a text that people decided on, and what the rules knew of it.
    mutating func take(_ verdict: Status, facts stored: [UInt8]) {
        var facts = Facts(roles: [], isGuest: false, isReply: false, hasAnchor: false)
        guard facts.restore(stored) else { return }
        for chance in facts.chances {
            // As they learn: an offence is told from what was approved, not from spam.
            if chance.trait == .toxic, verdict == .spam { continue }
            let isPositive = verdict == (chance.trait == .spam ? .spam : .rejected)
            var record = records.removeValue(forKey: chance.trait) ?? Record()
            record.all.take(chance.probability, isPositive: isPositive)
            if chance.version == record.version {
                record.newest.take(chance.probability, isPositive: isPositive)
            }
            records[chance.trait] = record
        }
    }

    func write(to json: inout JSONWriter) {
        json.array { json in
            for trait in Trait.allCases {
                guard let record = records[trait] else { continue }
                json.object { json in
                    json.member("trait", trait.rawValue)
                    json.member("version", orNull: record.version)
                    json.member("learned_at", orNull: record.learnedAt?.text)
                    json.member("positive", record.examples?.positive ?? 0)
                    json.member("negative", record.examples?.negative ?? 0)
                    json.member("judged", record.all.texts)
                    json.member("auc", orNull: record.all.area)
                    json.member("judged_since_version", record.newest.texts)
                    json.member("auc_since_version", orNull: record.newest.area)
                    json.name("calibration")
                    json.array { json in write(record.all.bins, to: &json) }
                }
            }
        }
    }

    private func write(_ bins: [ScoreCurve.Bin], to json: inout JSONWriter) {
        for (place, bin) in bins.enumerated() {
            json.object { json in
                json.member("from", Double(place) / Double(ScoreCurve.binCount))
                json.member("to", Double(place + 1) / Double(ScoreCurve.binCount))
                json.member("texts", bin.texts)
                json.member("positive", bin.positives)
                json.member("mean", orNull: bin.mean)
                json.member("observed", Share(bin.positives, of: bin.texts))
            }
        }
    }
}
