import Configuration
import Discussion
import Moderation
import Store

/// The classifiers of all sites as all threads use them, each replaced as a whole.
package final class ClassifiersInForce: Sendable {
    /// Sites that may have classifiers: each takes two megabytes in memory.
    static let maxSites = 64

    /// What was learned of one site.
    private struct Entry {
        var classifiers = Classifiers()
        var lesson: Int64 = 0
        var learnedAt = Moment(milliseconds: 0)
    }

    private struct State {
        var sites: [String: Entry] = [:]
        var unsaved: [LearnedModel] = []

        /// Sites about which too little was decided hold no classifier, and take no room.
        func hasRoom(for site: String) -> Bool {
            if sites[site]?.classifiers.isEmpty == false { return true }
            return sites.values.count { !$0.classifiers.isEmpty } < ClassifiersInForce.maxSites
        }
    }

    private let state = Guarded(State())
    private let minimum: [Trait: Double]
    /// Called when people have decided something that can be learned, on the writer's thread.
    let onLessons: @Sendable () -> Void

    package init(
        _ settings: Settings.Classifier = .init(), onLessons: @escaping @Sendable () -> Void = {}
    ) {
        minimum = [.spam: settings.spamMin, .toxic: settings.toxicMin]
        self.onLessons = onLessons
    }

    /// What judges texts of a site; nil where nothing was learned of it.
    func use(in site: String) -> ClassifierUse? {
        let classifiers = state.withLock { $0.sites[site]?.classifiers }
        guard let classifiers, !classifiers.isEmpty else { return nil }
        return ClassifierUse(classifiers: classifiers, minimum: minimum)
    }

    /// The last lesson that is known of a site.
    func lesson(of site: String) -> Int64 { state.withLock { $0.sites[site]?.lesson ?? 0 } }

    /// Whether a site has classifiers, or may have.
    func hasRoom(for site: String) -> Bool { state.withLock { $0.hasRoom(for: site) } }

    /// Puts what was learned in force.
    func replace(_ site: String, with classifiers: Classifiers, lesson: Int64, at moment: Moment) {
        let entry = Entry(classifiers: classifiers, lesson: lesson, learnedAt: moment)
        let models = Trait.allCases.compactMap { trait in
            classifiers[trait].map {
                LearnedModel(
                    siteName: site, trait: trait.rawValue, lesson: lesson, learnedAt: moment,
                    model: $0.serialized)
            }
        }
        state.withLock { state in
            state.sites[site] = entry
            state.unsaved.removeAll { $0.siteName == site }
            state.unsaved += models
        }
    }

    /// Puts what was kept in force; what cannot be read is as good as not there.
    func load(_ models: [LearnedModel]) {
        state.withLock { state in
            for model in models {
                guard state.hasRoom(for: model.siteName), let trait = Trait(rawValue: model.trait),
                    let classifier = Classifier(serialized: model.model)
                else { continue }
                var entry = state.sites[model.siteName] ?? Entry()
                entry.classifiers[trait] = classifier
                entry.lesson = model.lesson
                entry.learnedAt = model.learnedAt
                state.sites[model.siteName] = entry
            }
        }
    }

    /// Whether something is to be kept in the database.
    var hasUnsaved: Bool { state.withLock { !$0.unsaved.isEmpty } }

    /// What is to be kept in the database.
    func takeUnsaved() -> [LearnedModel] {
        state.withLock { state in
            defer { state.unsaved.removeAll() }
            return state.unsaved
        }
    }

    /// One classifier, for `server.status`.
    struct Summary {
        let site: String
        let trait: Trait
        let version: Int
        let examples: Classifier.Examples
        let learnedAt: Moment
    }

    /// The classifiers of the first sites by name, up to `limit`.
    func summaries(limit: Int) -> [Summary] {
        let sites = state.withLock { $0.sites }
        let all = sites.sorted { $0.key < $1.key }.flatMap { name, entry in
            Trait.allCases.compactMap { trait in
                entry.classifiers[trait].map {
                    Summary(
                        site: name, trait: trait, version: $0.version, examples: $0.examples,
                        learnedAt: entry.learnedAt)
                }
            }
        }
        return Array(all.prefix(limit))
    }
}
