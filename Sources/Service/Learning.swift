import Configuration
import Discussion
import Moderation
import Store

/// Learns from what people decided. For one thread of its own, with a connection that only reads.
///
/// Spam is told from all that people approved or rejected, an offence (what was rejected) from what
/// they approved. What rules decided is never learned from.
package struct Learning {
    private let store: Store
    private let options: ServiceOptions

    package init(store: Store, options: ServiceOptions) {
        self.store = store
        self.options = options
    }

    /// So many lessons are read from one snapshot.
    private static let chunk = 256

    /// Puts what was learned before in force.
    package func load() throws { options.classifiers.load(try store.learnedModels()) }

    /// Learns anew of each site whose lessons have changed; whether there was one. `isCancelled` is
    /// asked all along.
    package func learn(at moment: Moment, isCancelled: () -> Bool) throws -> Bool {
        var hasLearned = false
        for (site, lesson) in try store.sitesWithLessons() {
            guard lesson > options.classifiers.lesson(of: site.name),
                options.classifiers.hasRoom(for: site.name)
            else { continue }
            let trained = try train(site, version: Int(lesson), isCancelled)
            if isCancelled() { return hasLearned }
            options.classifiers.replace(site.name, with: trained, lesson: lesson, at: moment)
            hasLearned = true
        }
        return hasLearned
    }

    private func train(
        _ site: Site, version: Int, _ isCancelled: () -> Bool
    ) throws -> Classifiers {
        let minimum = options.settings.classifier.minExamples
        var spam = ClassifierTrainer(minimumExamples: minimum)
        var toxic = ClassifierTrainer(minimumExamples: minimum)
        var before = Int64.max
        var hasRoom = true
        while hasRoom, !isCancelled() {
            let lessons = try store.lessons(of: site.id, before: before, limit: Self.chunk)
            guard let last = lessons.last else { break }
            before = last.number
            for lesson in lessons {
                let features = TextFeatures(of: NormalizedText(lesson.body).bytes)
                let takesSpam = spam.add(features, isPositive: lesson.status == .spam)
                let takesToxic =
                    lesson.status == .spam
                    || toxic.add(features, isPositive: lesson.status == .rejected)
                hasRoom = takesSpam && takesToxic
                if !hasRoom { break }
            }
        }
        var classifiers = Classifiers()
        classifiers[.spam] = spam.classifier(version: version, isCancelled: isCancelled)
        classifiers[.toxic] = toxic.classifier(version: version, isCancelled: isCancelled)
        return classifiers
    }
}
