"""A built graph for assistants, by the Model Context Protocol: tools, prompts, and the vocabulary in short."""
