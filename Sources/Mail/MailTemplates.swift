import Configuration

/// What mails say unless the configuration says otherwise.
enum MailTemplates {
    /// What a mail of a kind says.
    static func template(
        _ kind: String, _ settings: Settings.Mail
    ) -> (subject: String, text: String, html: String) {
        let known =
            switch kind {
            case "confirm": confirm
            case "moderation": moderation
            default: comment
            }
        let own = settings.templates[kind]
        return (
            own?.subject ?? known.subject, own?.text ?? known.text, own?.html ?? known.html
        )
    }

    private static let comment = (
        subject: "{title}: {count} new",
        text: """
        {name},

        new comments on {page}

        {comments}
        {unsubscribe}
        """,
        html: """
        <p>{name},</p>
        <p>new comments on {page}:</p>
        {comments}
        <hr>
        {unsubscribe}
        """
    )

    // Without the name: whoever asks for it chooses the address and the name, and could have
    // strangers read what they like.
    private static let confirm = (
        subject: "Please confirm: comments on {title}",
        text: """
        Somebody, probably you, wants to hear of new comments on
        {page}

        If it is you, confirm it here:
        {confirm_url}

        If it is not, do nothing: no other mail will come.
        """,
        html: """
        <p>Somebody, probably you, wants to hear of new comments on
        {page}.</p>
        <p>If it is you, <a href="{confirm_url}">confirm it here</a>.</p>
        <p>If it is not, do nothing: no other mail will come.</p>
        """
    )

    private static let moderation = (
        subject: "{site}: {count} waiting for moderators",
        text: """
        {name},

        these comments have waited for long:

        {comments}
        """,
        html: """
        <p>{name},</p>
        <p>these comments have waited for long:</p>
        {comments}
        """
    )
}
