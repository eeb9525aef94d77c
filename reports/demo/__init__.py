"""The demonstration: invented reports that tell the story of domain reference §5.4, the same on every run.

Nothing here is imported by pages or services. What is written is what the services would have written: texts go
through `editing.overlay`, states through the workflow table, versions through `freezing`, mails through `messages`.
"""
