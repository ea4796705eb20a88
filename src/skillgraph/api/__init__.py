"""`KnowledgeGraph`, the face that ties everything together; nothing below imports it."""
