"""The two grammars of TypeScript, and the numbers that their node kinds and fields have."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from tree_sitter import Language


class Kinds:
    """The numbers of the node kinds in one grammar; a name that Python reserves ends in ``_``.

    A kind that a version of the grammar lacks is 0, which no node has.
    """

    abstract_class_declaration: int
    abstract_method_signature: int
    accessibility_modifier: int
    ambient_declaration: int
    arguments: int
    array: int
    array_pattern: int
    array_type: int
    arrow_function: int
    as_expression: int
    assignment_expression: int
    assignment_pattern: int
    augmented_assignment_expression: int
    await_expression: int
    binary_expression: int
    call_expression: int
    catch_clause: int
    class_: int
    class_body: int
    class_declaration: int
    class_heritage: int
    class_static_block: int
    comment: int
    computed_property_name: int
    decorator: int
    enum_assignment: int
    enum_body: int
    enum_declaration: int
    export_clause: int
    export_specifier: int
    export_statement: int
    expression_statement: int
    extends_clause: int
    extends_type_clause: int
    for_in_statement: int
    for_statement: int
    function_declaration: int
    function_expression: int
    function_signature: int
    function_type: int
    generator_function: int
    generator_function_declaration: int
    generic_type: int
    identifier: int
    if_statement: int
    import_: int
    import_alias: int
    import_clause: int
    import_require_clause: int
    import_specifier: int
    import_statement: int
    index_signature: int
    instantiation_expression: int
    interface_declaration: int
    internal_module: int
    intersection_type: int
    jsx_element: int
    jsx_expression: int
    jsx_text: int
    lexical_declaration: int
    lookup_type: int
    member_expression: int
    meta_property: int
    method_definition: int
    method_signature: int
    module: int
    named_imports: int
    namespace_export: int
    namespace_import: int
    nested_identifier: int
    nested_type_identifier: int
    new_expression: int
    non_null_expression: int
    null: int
    number: int
    object: int
    object_assignment_pattern: int
    object_pattern: int
    object_type: int
    optional_parameter: int
    pair: int
    pair_pattern: int
    parenthesized_expression: int
    parenthesized_type: int
    predefined_type: int
    private_property_identifier: int
    program: int
    property_identifier: int
    property_signature: int
    public_field_definition: int
    regex: int
    required_parameter: int
    rest_pattern: int
    return_statement: int
    satisfies_expression: int
    shorthand_property_identifier: int
    shorthand_property_identifier_pattern: int
    spread_element: int
    statement_block: int
    string: int
    string_fragment: int
    subscript_expression: int
    super_: int
    switch_body: int
    template_string: int
    template_substitution: int
    ternary_expression: int
    this: int
    try_statement: int
    type_alias_declaration: int
    type_annotation: int
    type_arguments: int
    type_assertion: int
    type_identifier: int
    type_parameter: int
    type_query: int
    unary_expression: int
    undefined: int
    union_type: int
    update_expression: int
    variable_declaration: int
    variable_declarator: int
    while_statement: int
    yield_expression: int

    def __init__(self, language: Language) -> None:
        for name in Kinds.__annotations__:
            setattr(self, name, language.id_for_node_kind(name.rstrip("_"), True) or 0)


class Fields:
    """The numbers of the fields in one grammar."""

    alias: int
    alternative: int
    arguments: int
    body: int
    condition: int
    consequence: int
    constraint: int
    constructor: int
    declaration: int
    function: int
    index: int
    key: int
    kind: int
    left: int
    name: int
    object: int
    operator: int
    parameter: int
    parameters: int
    pattern: int
    property: int
    return_type: int
    right: int
    source: int
    type: int
    type_arguments: int
    type_parameters: int
    value: int

    def __init__(self, language: Language) -> None:
        for name in Fields.__annotations__:
            setattr(self, name, language.field_id_for_name(name) or 0)


class Grammar(NamedTuple):
    """One of the two grammars, with the sets of kinds that ``Tree`` explains."""

    language: Language
    kinds: Kinds
    fields: Fields
    wrappers: frozenset[int]
    functions: frozenset[int]
    classes: frozenset[int]
    scopes: frozenset[int]
    types: frozenset[int]


@lru_cache(maxsize=2)
def grammar(tsx: bool) -> Grammar:
    """Load one of the two grammars, on its first use."""
    import tree_sitter_typescript
    from tree_sitter import Language

    language = Language(tree_sitter_typescript.language_tsx() if tsx else tree_sitter_typescript.language_typescript())
    kinds, fields = Kinds(language), Fields(language)
    functions = {
        kinds.arrow_function,
        kinds.function_declaration,
        kinds.function_expression,
        kinds.generator_function,
        kinds.generator_function_declaration,
        kinds.method_definition,
    }
    classes = {kinds.class_, kinds.class_declaration, kinds.abstract_class_declaration}
    wrappers = {
        kinds.parenthesized_expression,
        kinds.as_expression,
        kinds.satisfies_expression,
        kinds.non_null_expression,
        kinds.type_assertion,
    }
    scopes = {
        kinds.program,
        kinds.statement_block,
        kinds.switch_body,
        kinds.for_statement,
        kinds.for_in_statement,
        kinds.catch_clause,
        kinds.enum_body,
        kinds.interface_declaration,
        kinds.type_alias_declaration,
        kinds.function_type,
    }
    types = {
        kinds.array_type,
        kinds.generic_type,
        kinds.intersection_type,
        kinds.lookup_type,
        kinds.nested_type_identifier,
        kinds.parenthesized_type,
        kinds.type_alias_declaration,
        kinds.type_annotation,
        kinds.type_arguments,
        kinds.type_query,
        kinds.union_type,
    }
    return Grammar(
        language,
        kinds,
        fields,
        frozenset(wrappers),
        frozenset(functions),
        frozenset(classes),
        frozenset(scopes | functions | classes),
        frozenset(types),
    )
