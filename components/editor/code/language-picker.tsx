import { Button, Combobox, useCombobox } from '@mantine/core';
import { IconChevronDown } from '@tabler/icons-react';
import { useState } from 'react';
import { ICON } from '@/components/ui/theme';
import classes from '../editor.module.css';
import { WORDS } from '../labels';
import { languageOptions, languagesFor } from '../languages';

/** The language of a code block, found by typing a part of its name; one that nobody knows can be given too. */
export function LanguagePicker({ language, onChoose }: { language: string; onChoose: (language: string) => void }) {
  const [typed, setTyped] = useState('');
  const combobox = useCombobox({
    onDropdownOpen: () => combobox.focusSearchInput(),
    onDropdownClose: () => {
      setTyped('');
      combobox.resetSelectedOption();
    },
  });
  const label = languageOptions(language).find(({ value }) => value === language)?.label ?? language;
  return (
    <Combobox
      store={combobox}
      position="bottom-start"
      width={240}
      onOptionSubmit={(value) => {
        onChoose(value);
        combobox.closeDropdown();
        combobox.focusTarget();
      }}
    >
      <Combobox.Target targetType="button">
        <Button
          size="compact-xs"
          variant="subtle"
          color="gray"
          aria-label={WORDS.languageIs(label)}
          rightSection={<IconChevronDown {...ICON} size={12} />}
          onClick={() => combobox.toggleDropdown()}
        >
          {label}
        </Button>
      </Combobox.Target>
      <Combobox.Dropdown>
        <Combobox.Search
          value={typed}
          aria-label={WORDS.findLanguage}
          placeholder={WORDS.findLanguage}
          onChange={(event) => {
            setTyped(event.currentTarget.value);
            combobox.selectFirstOption();
          }}
        />
        <Combobox.Options className={classes.languages} aria-label={WORDS.codeLanguage}>
          {languagesFor(language, typed).map((option) => (
            <Combobox.Option key={option.value} value={option.value} active={option.value === language}>
              {option.label}
            </Combobox.Option>
          ))}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  );
}
